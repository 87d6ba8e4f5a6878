// Whether the time that a function takes grows with its input, or faster. A caller may send 64 KB of anything.

const SIZES = [1, 2, 4, 8, 16, 32, 64].map((kilobytes) => kilobytes * 1_024);
/** Growth is measured between these two. */
const SHORT = 8 * 1_024;
const LONG = 64 * 1_024;
/** Less than this at the largest size is left alone: what grows with the square takes far longer. */
const QUICK_MS = 100;
/** From 8 to 64 KB time grows 8 times if it is linear, 10 times for n log n and 64 times for the square. */
const MOST_GROWTH = 30;
/** So little is believed of one run each, though the short one was the first to be compiled. */
const PLAINLY_LINEAR = 12;
/** What takes this long is stopped at once. */
const TOO_LONG_MS = 2_000;

type Call = (text: string) => unknown;
/** A text of about this many characters. */
export type Shape = (size: number) => string;

/** One piece again and again. */
export function runOf(piece: string): Shape {
  return (size) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
}

/** Doubles the text from 1 to 64 KB, and tells whether time grows clearly faster than n log n. */
export function growsTooFast(call: Call, shape: Shape): boolean {
  const took = new Map<number, number>();
  let last = 0;
  for (const size of SIZES) {
    last = cpuMs(call, shape(size));
    took.set(size, last);
    if (last > TOO_LONG_MS) return true;
    // Even if it grew with the square it would be quick at the largest size.
    if (size >= SHORT && last * (LONG / size) ** 2 < QUICK_MS) return false;
  }
  if (last < QUICK_MS || ratio(last, took.get(SHORT) ?? 0) <= PLAINLY_LINEAR) return false;
  // The collector of garbage may have stopped a run: a bad ratio is measured again, and the shortest of several counts.
  return [1, 2, 3].every(() => growth(call, shape) > MOST_GROWTH);
}

function growth(call: Call, shape: Shape): number {
  return ratio(bestMs(call, shape(LONG), 2), bestMs(call, shape(SHORT), 5));
}

function ratio(longMs: number, shortMs: number): number {
  return longMs / Math.max(0.1, shortMs);
}

function bestMs(call: Call, text: string, runs: number): number {
  return Math.min(...Array.from({ length: runs }, () => cpuMs(call, text)));
}

/** Of this process, so that other work on the machine doesn't count. */
function cpuMs(call: Call, text: string): number {
  const before = process.cpuUsage();
  call(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

export interface ByteRange {
  /** The end is included, as in the header. */
  readonly first: number;
  readonly last: number;
}

const FROM = /^bytes=(\d{1,15})-(\d{0,15})$/;
const LAST = /^bytes=-(\d{1,15})$/;

/**
 * What a `Range` header asks for. Undefined for the whole: where there is none, or one that isn't understood, several ranges among them, as RFC 9110
 * has it. `unsatisfiable` where nothing of it is there.
 */
export function byteRangeOf(header = '', sizeBytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, length] = LAST.exec(header) ?? [];
  if (length !== undefined) return within(Math.max(0, sizeBytes - Number(length)), sizeBytes - 1, sizeBytes);
  const [, from, to] = FROM.exec(header) ?? [];
  if (from === undefined) return undefined;
  if (!to) return within(Number(from), sizeBytes - 1, sizeBytes);
  return Number(to) < Number(from) ? undefined : within(Number(from), Number(to), sizeBytes);
}

function within(first: number, last: number, sizeBytes: number): ByteRange | 'unsatisfiable' {
  return first >= sizeBytes ? 'unsatisfiable' : { first, last: Math.min(last, sizeBytes - 1) };
}

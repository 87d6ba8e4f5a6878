// What a process and all below it hold, watched over time.
import { existsSync, readFileSync } from 'node:fs';
import { childrenOf } from './process-tree.mjs';

const KIB = 1024;
const NOTHING = { pss: 0, rss: 0 };

/** Memory of each process of the tree: `pss` counts a page that n of them share as an n-th for each, `rss` counts it whole. */
export function treeMemory(pid) {
  const { pss, rss } = memoryOf(pid);
  return [{ pid, pss, rss, command: commandOf(pid) }, ...childrenOf(pid).flatMap((child) => treeMemory(Number(child)))];
}

/** Looks again and again; the peaks are those of the sums, with the processes of that moment. */
export class MemoryWatch {
  #peaks = { pss: [], rss: [] };
  #timer;

  /** @throws Error where there is no /proc */
  constructor(pid, everyMs) {
    if (!existsSync('/proc/self/smaps_rollup')) throw new Error('memory is read from /proc/PID/smaps_rollup; run it on Linux');
    this.pid = pid;
    this.looks = 0;
    this.look();
    this.#timer = setInterval(() => this.look(), everyMs);
  }

  look() {
    const found = treeMemory(this.pid);
    this.looks += 1;
    for (const kind of ['pss', 'rss']) if (sumOf(found, kind) > sumOf(this.#peaks[kind], kind)) this.#peaks[kind] = found;
  }

  /** @returns the peak since it was last asked, the largest process first */
  take(kind) {
    const processes = this.#peaks[kind].toSorted((left, right) => right[kind] - left[kind]);
    this.#peaks[kind] = [];
    return { bytes: sumOf(processes, kind), processes };
  }

  stop() {
    clearInterval(this.#timer);
  }
}

const sumOf = (processes, kind) => processes.reduce((sum, { [kind]: bytes }) => sum + bytes, 0);

function memoryOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const bytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * KIB;
    return { pss: bytes('Pss'), rss: bytes('Rss') };
  } catch {
    return NOTHING;
  }
}

/** The program, and the script that Node runs. */
function commandOf(pid) {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return (words.find((word) => /\.m?js$/.test(word)) ?? words[0]).split('/').at(-1);
  } catch {
    return '';
  }
}

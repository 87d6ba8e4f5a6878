import type { PrefixMark } from './prefix-marks.policy.js';

const MAX_MARKS = 16_384;

/** Which replicas were sent which prompts of late, and so have them in their prefix caches. Bounded; what was used longest ago is forgotten. */
export class PrefixIndex {
  /** A mark's hash to the replicas that saw it, one bit each; the longest unused first. */
  private readonly seen = new Map<number, number>();

  constructor(private readonly maxMarks = MAX_MARKS) {}

  get size(): number {
    return this.seen.size;
  }

  /** How many of the prompt's tokens each of so many replicas has seen. */
  matches(marks: readonly PrefixMark[], replicas: number): number[] {
    const tokens = new Array<number>(replicas).fill(0);
    let missing = 2 ** replicas - 1;
    for (let index = marks.length - 1; index >= 0 && missing !== 0; index--) {
      const mark = marks[index] as PrefixMark;
      const found = (this.seen.get(mark.hash) ?? 0) & missing;
      if (found === 0) continue;
      missing &= ~found;
      for (let replica = 0; replica < replicas; replica++) if (found & (1 << replica)) tokens[replica] = mark.tokens;
    }
    return tokens;
  }

  note(marks: readonly PrefixMark[], replica: number): void {
    for (const { hash } of marks) {
      const mask = this.seen.get(hash) ?? 0;
      this.seen.delete(hash);
      this.seen.set(hash, mask | (1 << replica));
    }
    for (const hash of this.seen.keys()) {
      if (this.seen.size <= this.maxMarks) return;
      this.seen.delete(hash);
    }
  }

  /** A replica that was away comes back with an empty cache. */
  forget(replica: number): void {
    for (const [hash, mask] of this.seen) {
      const rest = mask & ~(1 << replica);
      if (rest === 0) this.seen.delete(hash);
      else this.seen.set(hash, rest);
    }
  }
}

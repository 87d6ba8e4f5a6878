import type { Comparison } from './pair-verifier.port.js';

/** A "same" that is wrong is a wrong answer, a "different" only a miss. */
const NEEDED_SHARE: Readonly<Record<Comparison, number>> = { different: 0.9, same: 0.5 };

/** What a model made of the items of the self-test. */
export class JudgeTally {
  private readonly asked: Record<Comparison, number> = { same: 0, different: 0 };
  private readonly right: Record<Comparison, number> = { same: 0, different: 0 };

  private readonly kinds: readonly Comparison[] = ['different', 'same'];

  constructor(private readonly items: readonly { readonly is: Comparison }[]) {}

  note(is: Comparison, said: Comparison | undefined): void {
    this.asked[is] += 1;
    if (said === is) this.right[is] += 1;
  }

  get isPassed(): boolean {
    return this.kinds.every((kind) => this.right[kind] >= this.needed(kind));
  }

  /** However the rest may go. */
  get isLost(): boolean {
    return this.kinds.some((kind) => this.countOf(kind) - (this.asked[kind] - this.right[kind]) < this.needed(kind));
  }

  toString(): string {
    return this.kinds.map((kind) => `knows ${kind} ${this.right[kind]} of ${this.asked[kind]}`).join(', ');
  }

  private countOf(kind: Comparison): number {
    return this.items.filter(({ is }) => is === kind).length;
  }

  private needed(kind: Comparison): number {
    return Math.ceil(this.countOf(kind) * NEEDED_SHARE[kind]);
  }
}

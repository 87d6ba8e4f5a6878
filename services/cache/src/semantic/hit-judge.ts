import type { Calibration } from './calibration.policy.js';
import type { NearEntry } from './entry-store.port.js';
import { judge, MAX_COMPARABLE_CHARS, type Verdict } from './similarity.policy.js';

export type Judgement = { readonly near: NearEntry; readonly verdict: Verdict } | { readonly why: string };

/** Chooses among the nearest entries. Holds the calibration; without one nothing is ever alike enough. */
export class HitJudge {
  constructor(
    private readonly calibration: Calibration | undefined,
    private readonly budget: number,
  ) {}

  /** Undefined when a question may be looked for by likeness, else why not. */
  whyNotComparable(question: string): string | undefined {
    if (!this.calibration) return 'No calibration for this embedder, so only equal questions hit';
    if (question.length > MAX_COMPARABLE_CHARS) return 'The question is too long to be compared by likeness, and no equal one is kept';
    return undefined;
  }

  /** The likeliest entry within the budget; a caller may be stricter than the service, never looser. */
  choose(question: string, candidates: readonly NearEntry[], callersBudget: number | undefined): Judgement {
    if (!this.calibration) return { why: 'No calibration for this embedder' };
    const budget = Math.min(this.budget, callersBudget ?? this.budget);
    let firstRefusal: string | undefined;
    let best: { near: NearEntry; verdict: Verdict } | undefined;
    for (const near of candidates) {
      const verdict = judge(question, { question: near.entry.question, cosine: near.cosine }, this.calibration, budget);
      if (verdict.hit && (!best || verdict.probability > best.verdict.probability)) best = { near, verdict };
      firstRefusal ??= verdict.why;
    }
    return best ?? { why: firstRefusal ?? 'No question was kept in this scope' };
  }
}

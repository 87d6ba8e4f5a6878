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
    const { calibration } = this;
    if (!calibration) return { why: 'No calibration for this embedder' };
    const budget = Math.min(this.budget, callersBudget ?? this.budget);
    const judged = candidates.map((near) => {
      return { near, verdict: judge(question, { question: near.entry.question, cosine: near.cosine }, calibration, budget) };
    });
    // The sort is stable: of equally likely ones the nearest stays first.
    const [best] = judged.filter(({ verdict }) => verdict.hit).sort((left, right) => right.verdict.probability - left.verdict.probability);
    return best ?? { why: judged[0]?.verdict.why ?? 'No question was kept in this scope' };
  }
}

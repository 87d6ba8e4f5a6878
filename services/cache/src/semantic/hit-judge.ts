import type { Calibration } from './calibration.policy.js';
import type { NearEntry } from './entry-store.port.js';
import type { HitLearning } from './learning/hit-learning.js';
import { askedOf, judge, MAX_COMPARABLE_CHARS, type Verdict } from './similarity.policy.js';

export interface Judged {
  readonly near: NearEntry;
  readonly verdict: Verdict;
}
/** A hit, or why there is none, with the likeliest entry that no guard forbids and that is beyond the budget. */
export type Judgement = Judged | { readonly why: string; readonly doubtful?: Judged };

/** Chooses among the nearest entries. Holds the calibration; without one nothing is ever alike enough. */
export class HitJudge {
  constructor(
    private readonly calibration: Calibration | undefined,
    private readonly budget: number,
    private readonly learning: Pick<HitLearning, 'shift'>,
  ) {}

  /** Undefined when a question may be looked for by likeness, else why not. */
  whyNotComparable(question: string): string | undefined {
    if (!this.calibration) return 'No calibration for this embedder, so only equal questions hit';
    if (question.length > MAX_COMPARABLE_CHARS) return 'The question is too long to be compared by likeness, and no equal one is kept';
    return undefined;
  }

  isStricter(callersBudget: number | undefined): boolean {
    return callersBudget !== undefined && callersBudget < this.budget;
  }

  /** The likeliest entry within the budget; a caller may be stricter than the service, never looser. */
  choose(question: string, candidates: readonly NearEntry[], callersBudget: number | undefined): Judgement {
    const { calibration } = this;
    if (!calibration) return { why: 'No calibration for this embedder' };
    const budget = Math.min(this.budget, callersBudget ?? this.budget);
    const asked = askedOf(question);
    const judged = candidates.map((near) => ({
      near,
      verdict: judge(asked, { question: near.entry.question, cosine: near.cosine }, calibration, budget, this.learning.shift),
    }));
    const hit = likeliest(judged.filter(({ verdict }) => verdict.hit));
    if (hit) return hit;
    const doubtful = likeliest(judged.filter(({ verdict }) => verdict.probability > 0));
    const why = judged[0]?.verdict.why ?? 'No question was kept in this scope';
    return doubtful ? { why, doubtful } : { why };
  }
}

/** The first of the likeliest, which is the nearest. */
function likeliest(judged: readonly Judged[]): Judged | undefined {
  return judged.reduce<Judged | undefined>(
    (best, one) => (best && best.verdict.probability >= one.verdict.probability ? best : one),
    undefined,
  );
}

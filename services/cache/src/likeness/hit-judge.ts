import type { DetectLanguage } from '@docmind/language';
import { LRUCache } from 'lru-cache';
import type { Calibration } from './calibration.policy.js';
import type { NearEntry } from '../entries/entry/entry-store.port.js';
import { whyOtherLanguage, whyPointing, whyUnread } from './readable.policy.js';
import { type Asked, askedOf, judge, MAX_COMPARABLE_CHARS, type Judgement } from './similarity.policy.js';

/** Of the questions whose facts are kept: some 4,000 short ones, 50 bytes a character. */
const MAX_FACTS_CHARS = 250_000;

export interface Judged {
  readonly near: NearEntry;
  readonly judgement: Judgement;
}
/** A hit, or why there is none, with the likeliest entry that no guard forbids and that is beyond the budget. */
export type Choice = Judged | { readonly why: string; readonly doubtful?: Judged };

/** A question, and whether nothing was said before it. */
export interface Comparable {
  readonly question: string;
  readonly isFirstTurn: boolean;
}

/** How much stricter than shipped likeness is judged, in log-odds, as far as hits turned out wrong. */
export interface Strictness {
  readonly shift: number;
}

/** Chooses among the nearest entries. Holds the calibration; without one nothing is ever alike enough. */
export class HitJudge {
  /** What stored questions were taken apart into: the same ones are near again and again. */
  private readonly stored = new LRUCache<string, Asked>({ maxSize: MAX_FACTS_CHARS, sizeCalculation: ({ text }) => text.length + 1 });
  private readonly greatestProbability: number;

  constructor(
    private readonly calibration: Calibration | undefined,
    private readonly budget: number,
    private readonly strictness: Strictness,
  ) {
    this.greatestProbability = 1 - Math.min(...(calibration?.bands ?? []).map(({ risk }) => risk));
  }

  /** Undefined when a question, asked or kept, may be looked for by likeness; else why not. */
  whyNotComparable({ question, isFirstTurn }: Comparable, detect: DetectLanguage): string | undefined {
    if (!this.calibration) return 'No calibration for this embedder, so only equal questions hit';
    if (question.length > MAX_COMPARABLE_CHARS) return 'The question is too long to be compared by likeness, and no equal one is kept';
    const why = whyUnread(question) ?? whyOtherLanguage(detect(question), this.calibration.language) ?? whyPointing(question, isFirstTurn);
    return why === undefined ? undefined : `No equal question is kept, and it is not compared by likeness: ${why}`;
  }

  isStricter(callersBudget: number | undefined): boolean {
    return callersBudget !== undefined && callersBudget < this.budget;
  }

  /**
   * The likeliest entry within the budget, of equally likely ones the first; a caller may be stricter than the service, never looser. Ends with a
   * hit that no other could beat: the candidates come with the nearest first, so that is mostly the first one.
   */
  choose(question: string, candidates: readonly NearEntry[], callersBudget: number | undefined): Choice {
    const { calibration } = this;
    if (!calibration) return { why: 'No calibration for this embedder' };
    const budget = Math.min(this.budget, callersBudget ?? this.budget);
    const asked = askedOf(question);
    const best = new BestSoFar();
    for (const near of candidates) {
      // It is refused whatever its words are, and only of the first is the reason told.
      if (best.why !== undefined && near.cosine < calibration.minCosine) continue;
      const stored = this.factsOf(near.entry.question);
      best.consider({ near, judgement: judge(asked, { stored, cosine: near.cosine }, calibration, budget, this.strictness.shift) });
      if (best.hitProbability >= this.greatestProbability) break;
    }
    return best.choice();
  }

  private factsOf(question: string): Asked {
    const known = this.stored.get(question);
    if (known) return known;
    const facts = askedOf(question);
    this.stored.set(question, facts);
    return facts;
  }
}

/** The likeliest of what was judged so far. */
class BestSoFar {
  /** What is said of the first. */
  why: string | undefined;
  private hit: Judged | undefined;
  private doubtful: Judged | undefined;

  /** Of the hit, -1 without one. */
  get hitProbability(): number {
    return this.hit?.judgement.probability ?? -1;
  }

  consider(judged: Judged): void {
    const { hit, probability, why } = judged.judgement;
    this.why ??= why;
    if (hit && probability > this.hitProbability) this.hit = judged;
    if (probability > (this.doubtful?.judgement.probability ?? 0)) this.doubtful = judged;
  }

  choice(): Choice {
    if (this.hit) return this.hit;
    const why = this.why ?? 'No question was kept in this scope';
    return this.doubtful ? { why, doubtful: this.doubtful } : { why };
  }
}

import type { DetectLanguage } from '@docmind/language';
import type { RequestContext } from '@docmind/messaging';
import type { NearEntry } from '../../entries/entry/entry-store.port.js';
import type { Choice, Comparable, HitJudge, Judged } from '../../likeness/hit-judge.js';
import type { PairVerification } from './pair-verification.js';

export interface AskedQuestion {
  readonly exactKey: string;
  readonly question: string;
  readonly maxFalseHit: number | undefined;
  readonly asker: RequestContext | undefined;
}

/** Asks the model where the judge doubts. A caller with a stricter budget than the service's gets no hit that rests on the model. */
export class VerifyingJudge {
  constructor(
    private readonly judge: HitJudge,
    private readonly verification: PairVerification | undefined,
  ) {}

  whyNotComparable(question: Comparable, detect: DetectLanguage): string | undefined {
    return this.judge.whyNotComparable(question, detect);
  }

  async choose(asked: AskedQuestion, candidates: readonly NearEntry[]): Promise<Choice> {
    const choice = this.judge.choose(asked.question, candidates, asked.maxFalseHit);
    if ('near' in choice || !choice.doubtful || this.judge.isStricter(asked.maxFalseHit)) return choice;
    const { doubtful } = choice;
    const comparison = await this.verification?.settle(doubtOf(asked, doubtful));
    if (comparison === undefined) return choice;
    const { entry } = doubtful.near;
    if (comparison === 'different') return { why: `"${entry.question}" is alike, but the model found that it has another answer` };
    const why = `"${entry.question}" is alike (cosine ${doubtful.near.cosine.toFixed(3)}), and the model found that both have the same answer`;
    return { near: doubtful.near, judgement: { ...doubtful.judgement, hit: true, why } };
  }
}

function doubtOf(asked: AskedQuestion, { near, judgement }: Judged): Parameters<PairVerification['settle']>[0] {
  return {
    asked: { key: asked.exactKey, text: asked.question },
    stored: { key: near.entry.exactKey, text: near.entry.question },
    probability: judgement.probability,
    questionChars: asked.question.length + near.entry.question.length,
    answerChars: near.entry.answer.length,
    asker: asked.asker,
  };
}

import { languageDetector } from '@docmind/language';
import type { Choice } from '../likeness/hit-judge.js';
import type { NearEntries } from '../entries/near-entries.js';
import type { QuestionVectors } from '../embedding/vectors/question-vectors.js';
import type { CacheEntry } from '../entries/entry/cache-entry.js';
import type { NearEntry } from '../entries/entry/entry-store.port.js';
import type { AskedQuestion, VerifyingJudge } from '../checking/verification/verifying-judge.js';

/** More than the nearest, because a guard may forbid the nearest and let the next one pass. */
const CANDIDATES = 8;

export interface SemanticQuestion extends AskedQuestion {
  readonly scopeKey: string;
  /** Nothing was said before it in its conversation. */
  readonly isFirstTurn: boolean;
  readonly isValid: (entry: CacheEntry) => boolean;
}

/** Looks for a kept question that means the same. Never throws: whatever fails is a fault and a miss. */
export class SemanticTier {
  constructor(
    private readonly vectors: QuestionVectors,
    private readonly entries: NearEntries,
    private readonly judge: VerifyingJudge,
    private readonly timeoutMs: number,
  ) {}

  async find(asked: SemanticQuestion): Promise<Choice> {
    const detect = await languageDetector();
    const obstacleOf = (question: string): string | undefined =>
      this.judge.whyNotComparable({ question, isFirstTurn: asked.isFirstTurn }, detect);
    const obstacle = obstacleOf(asked.question);
    if (obstacle !== undefined) return { why: obstacle };
    const vector = await this.vectors.of(asked.question, this.timeoutMs);
    if (!vector) return { why: 'The embedder could not be used, so only equal questions hit' };
    const near = await this.entries.nearest(asked.scopeKey, vector, CANDIDATES);
    if (!near) return { why: 'The index of kept questions could not be searched' };
    const valid = near.filter(({ entry }) => asked.isValid(entry));
    if (near.length > 0 && valid.length === 0) return { why: whyInvalid(near) };
    const comparable = valid.filter(({ entry }) => obstacleOf(entry.question) === undefined);
    return this.judge.choose(asked, comparable);
  }
}

/** Only what rests on documents can have been outlived by a change. */
function whyInvalid(near: readonly NearEntry[]): string {
  const tooOld = 'The answers to like questions are too old';
  return near.some(({ entry }) => entry.fromDocuments) ? `${tooOld}, or their documents changed since they were made` : tooOld;
}

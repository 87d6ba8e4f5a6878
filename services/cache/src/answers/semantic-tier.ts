import { within } from '@docmind/errors';
import type { CacheMonitor } from '../monitoring/cache-monitor.js';
import type { Judgement } from '../likeness/hit-judge.js';
import type { NearEntries } from '../entries/near-entries.js';
import type { QuestionVectors } from '../embedding/vectors/question-vectors.js';
import type { CacheEntry } from '../entries/entry/cache-entry.js';
import { MAX_COMPARABLE_CHARS } from '../likeness/similarity.policy.js';
import type { AskedQuestion, VerifyingJudge } from '../checking/verification/verifying-judge.js';

/** More than the nearest, because a guard may forbid the nearest and let the next one pass. */
const CANDIDATES = 8;
const STORE_TIMEOUT_MS = 10_000;

export interface SemanticQuestion extends AskedQuestion {
  readonly scopeKey: string;
  readonly isUsable: (entry: CacheEntry) => boolean;
}

/** Looks for a kept question that means the same. Never throws: whatever fails is a fault and a miss. */
export class SemanticTier {
  constructor(
    private readonly vectors: QuestionVectors,
    private readonly entries: NearEntries,
    private readonly judge: VerifyingJudge,
    private readonly monitor: CacheMonitor,
    private readonly timeoutMs: number,
  ) {}

  async find(asked: SemanticQuestion): Promise<Judgement> {
    const obstacle = this.judge.whyNotComparable(asked.question);
    if (obstacle !== undefined) return { why: obstacle };
    const vector = await this.vectorOf(asked.question, this.timeoutMs);
    if (!vector) return { why: 'The embedder could not be used, so only equal questions hit' };
    const near = await this.entries.nearest(asked.scopeKey, vector, CANDIDATES);
    if (!near) return { why: 'The store could not be read' };
    const usable = near.filter(({ entry }) => asked.isUsable(entry));
    if (usable.length < near.length && usable.length === 0)
      return { why: 'The answers to like questions are too old, or their documents changed since they were made' };
    return this.judge.choose(asked, usable);
  }

  /** Undefined also where no question would ever be compared with this one. Whoever stores can wait longer than whoever asks. */
  async vectorToKeep(question: string): Promise<Float32Array | undefined> {
    return question.length > MAX_COMPARABLE_CHARS ? undefined : this.vectorOf(question, STORE_TIMEOUT_MS);
  }

  /** Undefined when the embedder is down or slower than this. */
  private async vectorOf(question: string, timeoutMs: number): Promise<Float32Array | undefined> {
    return this.monitor.orElse('embedder', undefined, () => within(this.vectors.of(question), timeoutMs));
  }
}

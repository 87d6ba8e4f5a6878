import type { CacheCheck, CheckVerdict } from '@docmind/contracts';
import { within } from '@docmind/errors';
import { newRequestContext } from '@docmind/messaging';
import type { CacheMonitor } from '../../monitoring/cache-monitor.js';
import { cosineOf, type Embedder } from '../../embedding/vectors/embedder.port.js';
import type { EntryKeeper } from '../../replication/entry-keeper.js';
import type { HitLearning } from '../learning/hit-learning.js';
import type { AnswerPair, PairVerifier } from '../verification/pair-verifier.port.js';
import { type AnswerVerdict, compareAnswers, COMPARED_CHARS } from './answer-comparison.policy.js';

export interface ShadowParts {
  readonly embedder: Embedder;
  readonly keeper: Pick<EntryKeeper, 'invalidate'>;
  readonly monitor: CacheMonitor;
  readonly learning: Pick<HitLearning, 'checked'>;
  /** Asked where the comparison is undecided; undefined when CACHE_VERIFY is off. */
  readonly verifier: PairVerifier | undefined;
}

/** Nobody waits for either. */
const EMBED_LIMIT_MS = 10_000;
const MODEL_LIMIT_MS = 10_000;

/**
 * Compares an answer the cache gave by likeness with one that was made for the very question. The fresh one is kept nowhere; a wrong kept
 * one is evicted, and what was found moves the decision. Never throws: what fails is a fault and leaves the hit unchecked.
 */
export class ShadowChecks {
  constructor(private readonly parts: ShadowParts) {}

  async judge(check: CacheCheck): Promise<CheckVerdict> {
    const verdict = await this.verdictOn(check);
    this.parts.monitor.falseHits.count(verdict);
    if (verdict === 'wrong') await this.evict(check);
    if (verdict === 'wrong' || verdict === 'right') await this.parts.learning.checked(verdict, check.probability);
    return verdict;
  }

  private async verdictOn({ tenant, question, kept, fresh }: CacheCheck): Promise<CheckVerdict> {
    if (fresh === undefined || fresh.trim() === '') return 'skipped';
    const cosine = await this.parts.monitor.orElse('embedder', undefined, () => this.cosineBetween(kept, fresh));
    if (cosine === undefined) return 'skipped';
    const compared = compareAnswers(question, kept, fresh, cosine);
    const said = compared === 'undecided' ? await this.askModel(tenant, { question, kept, fresh }) : compared;
    return said === 'undecided' ? said : said === 'same' ? 'right' : 'wrong';
  }

  /** As passages, behind the questions that somebody waits for. */
  private async cosineBetween(kept: string, fresh: string): Promise<number> {
    const vectorOf = (text: string): Promise<Float32Array> => this.parts.embedder.embed(text.slice(0, COMPARED_CHARS), 'passage');
    const [left, right] = await within(Promise.all([vectorOf(kept), vectorOf(fresh)]), EMBED_LIMIT_MS);
    return cosineOf(left, right);
  }

  private async askModel(tenant: string, answers: AnswerPair): Promise<AnswerVerdict> {
    const { verifier, monitor } = this.parts;
    if (!verifier) return 'undecided';
    const asker = newRequestContext({ tenant });
    return monitor.orElse('verifier', 'undecided', () => verifier.compareAnswers(answers, MODEL_LIMIT_MS, asker));
  }

  private async evict({ tenant, entry }: CacheCheck): Promise<void> {
    await this.parts.monitor.orElse('store', undefined, () => this.parts.keeper.invalidate({ tenant, entries: [entry] }));
  }
}

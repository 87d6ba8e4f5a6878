import type { CacheCheck, CheckVerdict } from '@docmind/contracts';
import { within } from '@docmind/errors';
import { newRequestContext } from '@docmind/messaging';
import { cosineOf, type Embedder } from '../../embedding/vectors/embedder.port.js';
import { MAX_COMPARABLE_CHARS } from '../../likeness/similarity.policy.js';
import type { CacheMonitor } from '../../monitoring/cache-monitor.js';
import type { AnswerPair } from '../verification/pair-verifier.port.js';
import type { TestedVerifier } from '../verification/tested-verifier.js';
import { type AnswerComparison, compareAnswers } from './answer-comparison.policy.js';

/** Nobody waits for either. */
const EMBED_LIMIT_MS = 10_000;
const MODEL_LIMIT_MS = 10_000;

/** Compares two answers to one question: by their words, by their vectors, and where those don't decide by a model. Never throws. */
export class AnswerCheck {
  constructor(
    private readonly embedder: Embedder,
    /** Undefined when CACHE_VERIFY is off. */
    private readonly verifier: TestedVerifier | undefined,
    private readonly monitor: CacheMonitor,
  ) {}

  async verdictOn({ tenant, question, kept, fresh }: CacheCheck): Promise<CheckVerdict> {
    if (fresh === undefined || fresh.trim() === '') return 'skipped';
    const cosine = await this.monitor.orElse('embedder', undefined, () => this.cosineBetween(kept, fresh));
    if (cosine === undefined) return 'skipped';
    const compared = compareAnswers(question, kept, fresh, cosine);
    const said = compared === 'undecided' ? await this.askModel(tenant, { question, kept, fresh }) : compared;
    return said === 'undecided' ? said : said === 'same' ? 'right' : 'wrong';
  }

  /** As passages, behind the questions that somebody waits for. */
  private async cosineBetween(kept: string, fresh: string): Promise<number> {
    const vectorOf = (text: string): Promise<Float32Array> => this.embedder.embed(text.slice(0, MAX_COMPARABLE_CHARS), 'passage');
    const [left, right] = await within(Promise.all([vectorOf(kept), vectorOf(fresh)]), EMBED_LIMIT_MS);
    return cosineOf(left, right);
  }

  private async askModel(tenant: string, answers: AnswerPair): Promise<AnswerComparison> {
    const { verifier } = this;
    await verifier?.test();
    if (!verifier?.mayJudge) return 'undecided';
    const asker = newRequestContext({ tenant });
    return this.monitor.orElse('verifier', 'undecided', () => verifier.compareAnswers(answers, MODEL_LIMIT_MS, asker));
  }
}

import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { QuestionVectors } from '../embedding/vectors/question-vectors.js';
import { type CacheEntry, entryBytes, type Lifetime } from '../entries/entry/cache-entry.js';
import { exactKeyOf, scopeKeyOf } from '../entries/entry/keys.policy.js';
import { EntryValidity } from '../entries/entry-validity.js';
import { MAX_COMPARABLE_CHARS } from '../likeness/similarity.policy.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { EntryKeeper } from '../replication/entry-keeper.js';
import type { StoreReply, StoreRequest } from './answer-requests.js';
import { failureToKeep, reasonToKeep, refusalOf, restsOnDocuments } from './store-rules.policy.js';

/** Whoever stores can wait longer than whoever asks. */
const EMBED_TIMEOUT_MS = 10_000;

type Settings = Pick<CacheConfig, 'EMBEDDER_MODEL' | 'CACHE_TTL_SECONDS' | 'CACHE_MAX_TEMPERATURE' | 'CACHE_MAX_ENTRY_BYTES'>;

/** Keeps answers, and refuses those that must not be given again. Never throws: a store that fails is a refusal. */
@Injectable()
export class AnswerKeeping {
  constructor(
    private readonly keeper: EntryKeeper,
    private readonly vectors: QuestionVectors,
    private readonly validity: EntryValidity,
    private readonly monitor: CacheMonitor,
    @Inject(CACHE_CONFIG) private readonly config: Settings,
  ) {}

  /** `lifetime` is for an answer that was stored before, elsewhere: it keeps its age. */
  async store(request: StoreRequest, lifetime?: Lifetime): Promise<StoreReply> {
    const reply = await this.tryToStore(request, lifetime);
    this.monitor.offered(reply.stored);
    return reply;
  }

  /** What was stored is on the disk when this resolves. */
  flush(): Promise<void> {
    return this.keeper.flush();
  }

  private async tryToStore(request: StoreRequest, lifetime: Lifetime | undefined): Promise<StoreReply> {
    const early = this.refusal(request);
    if (early !== undefined) return { stored: false, why: early };
    const vector = await this.vectorOf(request.question);
    // Asked again: a document may have changed while the question was embedded.
    const late = this.refusal(request);
    if (late !== undefined) return { stored: false, why: late };
    const entry = this.entryOf(request, lifetime ?? this.validity.lifetimeOf(request.ttlSeconds ?? this.config.CACHE_TTL_SECONDS));
    const [bytes, most] = [entryBytes(entry, vector?.length), this.config.CACHE_MAX_ENTRY_BYTES];
    if (bytes > most) return { stored: false, why: `Not stored: it takes ${bytes} bytes, at most ${most} are kept for one answer` };
    const kept = await this.keeper.keep(entry, vector);
    return kept ? { stored: true, entry: entry.id, why: reasonToKeep(request) } : { stored: false, why: failureToKeep(request) };
  }

  /** Undefined also where no question would ever be compared with this one. */
  private async vectorOf(question: string): Promise<Float32Array | undefined> {
    return question.length > MAX_COMPARABLE_CHARS ? undefined : this.vectors.of(question, EMBED_TIMEOUT_MS);
  }

  private refusal(request: StoreRequest): string | undefined {
    const documents = [...new Set(request.citations.map((citation) => citation.documentId))];
    const newestChange = documents.length > 0 ? this.validity.newestChange(request.scope.tenant, documents) : 0;
    return refusalOf(request, this.config.CACHE_MAX_TEMPERATURE, newestChange);
  }

  private entryOf(request: StoreRequest, lifetime: Lifetime): CacheEntry {
    const { scope, question, answer, citations, meta, agent, epoch = 0 } = request;
    const scopeKey = scopeKeyOf(scope, this.config.EMBEDDER_MODEL);
    return {
      id: randomUUID(),
      scopeKey,
      exactKey: exactKeyOf(scopeKey, question),
      tenant: scope.tenant,
      namespace: scope.namespace,
      model: scope.model,
      question,
      answer,
      citations,
      fromDocuments: restsOnDocuments(request),
      epoch,
      ...lifetime,
      ...(agent === undefined ? {} : { agent }),
      ...(meta ? { meta } : {}),
    };
  }
}

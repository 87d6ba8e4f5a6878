import { randomUUID } from 'node:crypto';
import type {
  CacheHit,
  CacheLookupReply,
  CacheStats,
  cacheFeedbackReplySchema,
  cacheFeedbackRequestSchema,
  cacheInvalidateRequestSchema,
  cacheLookupRequestSchema,
  cacheStoreReplySchema,
} from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { CacheSupport } from '../monitoring/cache-support.js';
import { Clock } from '../monitoring/clock.js';
import { type CacheEntry, entryBytes, type Lifetime } from '../entries/entry/cache-entry.js';
import { type StatsOf, statsOf, type StatsParts } from './cache-stats.js';
import { EntryKeeper } from '../replication/entry-keeper.js';
import { EntryStore } from '../entries/entry/entry-store.port.js';
import { isFresh } from '../entries/freshness.policy.js';
import { exactKeyOf, scopeKeyOf } from '../entries/entry/keys.policy.js';
import type { HitLearning } from '../checking/learning/hit-learning.js';
import { ReplicaSync } from '../replication/replica-sync.js';
import { SemanticTier } from './semantic-tier.js';
import { isCurrent, refusalOf, restsOnDocuments, type StoreRequest } from '../entries/store-rules.policy.js';

export type LookupRequest = z.infer<typeof cacheLookupRequestSchema>;
export type InvalidateRequest = z.infer<typeof cacheInvalidateRequestSchema>;
export type FeedbackRequest = z.infer<typeof cacheFeedbackRequestSchema>;
export type FeedbackReply = z.infer<typeof cacheFeedbackReplySchema>;
export type StoreReply = z.infer<typeof cacheStoreReplySchema>;

export interface SemanticCacheSettings {
  readonly embedderId: string;
  readonly ttlSeconds: number;
  readonly maxTemperature: number;
  readonly maxEntryBytes: number;
  /** The share of semantic hits that callers who can do so are asked to check. */
  readonly shadowRate: number;
  readonly ingestion: StatsParts['ingestion'];
}

@Injectable()
export class SemanticCacheParts {
  constructor(
    readonly keeper: EntryKeeper,
    readonly tier: SemanticTier,
    readonly store: EntryStore,
    readonly replicas: ReplicaSync,
    readonly support: CacheSupport,
  ) {}

  get monitor(): CacheMonitor {
    return this.support.monitor;
  }

  get clock(): Clock {
    return this.support.clock;
  }
}

/** Answers that were given before: exact, then by meaning, then a miss. A fault of any part is a miss and never an error. */
export class SemanticCacheService {
  private readonly flights = new Map<string, Promise<CacheLookupReply>>();

  constructor(
    private readonly parts: SemanticCacheParts,
    private readonly settings: SemanticCacheSettings,
    private readonly learning: HitLearning,
  ) {}

  /**
   * An exact hit in memory is given without waiting for anything, unless other replicas must be asked first. Equal lookups that come together
   * share one search, but none that began before something was removed.
   * @param asker who waits, and until when: a doubtful hit is put to the model only where that is in time
   */
  lookup(request: LookupRequest, asker?: RequestContext): Promise<CacheLookupReply> | CacheLookupReply {
    const startedAt = performance.now();
    const scopeKey = scopeKeyOf(request.scope, this.settings.embedderId);
    const exactKey = exactKeyOf(scopeKey, request.question);
    const { keeper, replicas } = this.parts;
    if (!replicas.isAlone) return this.search(request, scopeKey, exactKey, asker).then((reply) => this.finish(reply, request, startedAt));
    const entry = keeper.inMemory(exactKey);
    if (entry && this.isUsable(entry, request)) return this.finish(this.exactHit(entry), request, startedAt);
    const { epoch = '', maxFalseHit = '', maxAgeSeconds = '' } = request;
    const flight = `${exactKey} ${epoch} ${maxFalseHit} ${maxAgeSeconds} ${keeper.removalCount}`;
    const running = this.flights.get(flight) ?? this.search(request, scopeKey, exactKey, asker).finally(() => this.flights.delete(flight));
    this.flights.set(flight, running);
    return running.then((reply) => this.finish(reply, request, startedAt));
  }

  /** `lifetime` is for an answer that was stored before, elsewhere: it keeps its age. */
  async store(request: StoreRequest, lifetime?: Lifetime): Promise<StoreReply> {
    const reply = await this.tryToStore(request, lifetime);
    this.parts.monitor.offered(reply.stored);
    return reply;
  }

  /** Gone from every replica when this resolves; see EntryKeeper. */
  async invalidate(request: InvalidateRequest): Promise<{ removed: number }> {
    return { removed: await this.parts.keeper.invalidate(request) };
  }

  /** A wrong answer is evicted at once; both verdicts are kept, and those on hits by likeness move the decision. */
  async feedback(tenant: string, id: string, verdict: 'wrong' | 'right'): Promise<FeedbackReply> {
    const recorded = (await this.parts.monitor.orElse('store', false, () => this.parts.store.recordFeedback(tenant, id, verdict))) || false;
    if (recorded) await this.learning.judged(tenant, id, verdict);
    if (verdict === 'right') return { recorded, evicted: false };
    return { recorded, evicted: (await this.parts.keeper.invalidate({ tenant, entries: [id] })) > 0 };
  }

  stats(tenant: string, of: StatsOf): CacheStats {
    const { monitor, clock, store } = this.parts;
    return statsOf({ monitor, clock, store, learning: this.learning, ingestion: this.settings.ingestion }, tenant, of);
  }

  async flush(): Promise<void> {
    await this.parts.monitor.orElse('store', undefined, () => this.parts.store.flush());
    await this.parts.replicas.flush();
  }

  private async tryToStore(request: StoreRequest, lifetime: Lifetime | undefined): Promise<StoreReply> {
    const { keeper, tier } = this.parts;
    const early = this.refusal(request);
    if (early !== undefined) return { stored: false, why: early };
    const vector = await tier.vectorToKeep(request.question);
    // Asked again: a document may have changed while the question was embedded.
    const late = this.refusal(request);
    if (late !== undefined) return { stored: false, why: late };
    const entry = this.entryOf(request, lifetime ?? this.lifetimeFromNow(request));
    const bytes = entryBytes(entry, vector?.length);
    if (bytes > this.settings.maxEntryBytes)
      return { stored: false, why: `Not stored: it takes ${bytes} bytes, at most ${this.settings.maxEntryBytes} are kept for one answer` };
    const kept = await keeper.keep(entry, vector);
    if (!kept) return { stored: false, why: 'Not stored: the store could not be written, or a document it cites changed meanwhile' };
    return { stored: true, entry: entry.id, why: 'Stored: a complete answer that everything was found for in its sources' };
  }

  private refusal(request: StoreRequest): string | undefined {
    const documents = [...new Set(request.citations.map((citation) => citation.documentId))];
    const newestChange = documents.length > 0 ? this.parts.keeper.newestChange(request.scope.tenant, documents) : 0;
    return refusalOf(request, this.settings.maxTemperature, newestChange);
  }

  private async search(
    request: LookupRequest,
    scopeKey: string,
    exactKey: string,
    asker: RequestContext | undefined,
  ): Promise<CacheLookupReply> {
    const { keeper, tier, replicas } = this.parts;
    if (!(await replicas.isCurrent())) return { result: 'miss', why: 'What other replicas invalidated could not be read in time' };
    const isUsable = (entry: CacheEntry): boolean => this.isUsable(entry, request);
    const equal = (replicas.isAlone ? undefined : keeper.inMemory(exactKey)) ?? (await keeper.beyondMemory(exactKey));
    if (equal && isUsable(equal)) return this.exactHit(equal);
    const { question, maxFalseHit } = request;
    const found = await tier.find({ scopeKey, exactKey, question, maxFalseHit, isUsable, asker });
    if (!('near' in found)) {
      const why = equal ? 'The answer to this question is too old, or its documents changed since it was made' : found.why;
      return { result: 'miss', why };
    }
    const { near, verdict } = found;
    keeper.touch(near.entry.id);
    return { ...this.hit(near.entry), result: 'semantic', similarity: near.cosine, probability: verdict.probability, why: verdict.why };
  }

  private isUsable(entry: CacheEntry, request: LookupRequest): boolean {
    if (!isFresh(entry.createdAtMs, this.parts.clock.nowMs(), request.maxAgeSeconds)) return false;
    if (!entry.fromDocuments || request.epoch === undefined || entry.epoch >= request.epoch) return true;
    return isCurrent(entry, request.epoch, this.parts.keeper.seenEpoch(entry.tenant));
  }

  private exactHit(entry: CacheEntry): CacheLookupReply {
    return {
      ...this.hit(entry),
      result: 'exact',
      similarity: 1,
      probability: 1,
      why: 'The same question in the same scope was answered before',
    };
  }

  private hit(entry: CacheEntry): Omit<CacheHit, 'result' | 'similarity' | 'probability' | 'why'> {
    const ageSeconds = Math.max(0, (this.parts.clock.nowMs() - entry.createdAtMs) / 1000);
    const { id, question, answer, citations, agent: storedBy, meta } = entry;
    return {
      entry: id,
      question,
      answer,
      citations: [...citations],
      ageSeconds,
      ...(storedBy === undefined ? {} : { storedBy }),
      ...(meta ? { meta } : {}),
    };
  }

  private finish(reply: CacheLookupReply, { scope, agent, mayCheck }: LookupRequest, startedAt: number): CacheLookupReply {
    this.learning.remember(scope.tenant, reply);
    if (reply.result !== 'miss') this.parts.monitor.shares.count(scope.tenant, agent, reply.storedBy);
    this.parts.monitor.lookedUp(scope.tenant, reply.result, performance.now() - startedAt);
    const isSampled = reply.result === 'semantic' && mayCheck === true && Math.random() < this.settings.shadowRate;
    return isSampled ? { ...reply, check: true } : reply;
  }

  private lifetimeFromNow({ ttlSeconds = this.settings.ttlSeconds }: StoreRequest): Lifetime {
    const createdAtMs = this.parts.clock.nowMs();
    return { createdAtMs, expiresAtMs: createdAtMs + ttlSeconds * 1000 };
  }

  private entryOf(request: StoreRequest, lifetime: Lifetime): CacheEntry {
    const { scope, question, answer, citations, meta, agent, epoch = 0 } = request;
    const scopeKey = scopeKeyOf(scope, this.settings.embedderId);
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

import type { CacheLookupReply } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { exactKeyOf, scopeKeyOf } from '../entries/entry/keys.policy.js';
import { LocalEntries } from '../entries/local-entries.js';
import { ReplicaSync } from '../replication/replica-sync.js';
import type { LookupRequest } from './answer-requests.js';
import { AnswerSearch, type SoughtAnswer } from './answer-search.js';
import { LookupBookkeeping } from './lookup-bookkeeping.js';

/** Answers that were given before: exact, then by meaning, then a miss. A fault of any part is a miss and never an error. */
@Injectable()
export class AnswerLookup {
  private readonly running = new Map<string, Promise<CacheLookupReply>>();

  constructor(
    private readonly search: AnswerSearch,
    private readonly bookkeeping: LookupBookkeeping,
    private readonly local: LocalEntries,
    private readonly replicas: ReplicaSync,
    @Inject(CACHE_CONFIG) private readonly config: Pick<CacheConfig, 'EMBEDDER_MODEL'>,
  ) {}

  /**
   * An exact hit in memory is given without waiting for anything, unless other replicas must be asked first. Equal lookups that come together
   * share one search, but none that began before something was removed.
   * @param asker who waits, and until when: a doubtful hit is put to the model only where that is in time
   */
  lookup(request: LookupRequest, asker?: RequestContext): Promise<CacheLookupReply> | CacheLookupReply {
    const startedAt = performance.now();
    const scopeKey = scopeKeyOf(request.scope, this.config.EMBEDDER_MODEL);
    const sought = { request, scopeKey, exactKey: exactKeyOf(scopeKey, request.question), asker };
    const hit = this.replicas.isAlone ? this.search.inMemory(sought) : undefined;
    if (hit) return this.bookkeeping.done(hit, sought, startedAt);
    const coming = this.replicas.isAlone ? this.together(sought) : this.search.everywhere(sought);
    return coming.then((reply) => this.bookkeeping.done(reply, sought, startedAt));
  }

  private together(sought: SoughtAnswer): Promise<CacheLookupReply> {
    const { epoch = '', maxFalseHit = '', maxAgeSeconds = '' } = sought.request;
    const name = `${sought.exactKey} ${epoch} ${maxFalseHit} ${maxAgeSeconds} ${this.local.removalCount}`;
    const known = this.running.get(name);
    if (known) return known;
    const coming = this.search.everywhere(sought).finally(() => this.running.delete(name));
    this.running.set(name, coming);
    return coming;
  }
}

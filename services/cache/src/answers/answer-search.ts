import type { CacheHit, CacheLookupReply } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { CacheEntry } from '../entries/entry/cache-entry.js';
import { EntryFinder } from '../entries/entry-finder.js';
import { EntryValidity } from '../entries/entry-validity.js';
import { LocalEntries } from '../entries/local-entries.js';
import { ReplicaSync } from '../replication/replica-sync.js';
import type { LookupRequest } from './answer-requests.js';
import { exactHit, semanticHit } from './hit-reply.policy.js';
import { SemanticTier } from './semantic-tier.js';

export interface SoughtAnswer {
  readonly request: LookupRequest;
  readonly scopeKey: string;
  readonly exactKey: string;
  readonly asker: RequestContext | undefined;
}

/** Goes through the places of an answer from the nearest on. Never throws: a place that fails holds nothing. */
@Injectable()
export class AnswerSearch {
  constructor(
    private readonly local: LocalEntries,
    private readonly finder: EntryFinder,
    private readonly validity: EntryValidity,
    private readonly replicas: ReplicaSync,
    private readonly tier: SemanticTier,
  ) {}

  /** An exact hit that nothing has to be waited for. */
  inMemory({ exactKey, request }: SoughtAnswer): CacheHit | undefined {
    const entry = this.local.inMemory(exactKey);
    return entry && this.validity.isValid(entry, request) ? exactHit(entry, this.validity.ageSeconds(entry)) : undefined;
  }

  async everywhere({ request, scopeKey, exactKey, asker }: SoughtAnswer): Promise<CacheLookupReply> {
    if (!(await this.replicas.isCaughtUp())) return { result: 'miss', why: 'What other replicas invalidated could not be read in time' };
    const isValid = (entry: CacheEntry): boolean => this.validity.isValid(entry, request);
    // Where this replica is alone, memory was asked before.
    const equal = (this.replicas.isAlone ? undefined : this.local.inMemory(exactKey)) ?? (await this.finder.beyondMemory(exactKey));
    if (equal && isValid(equal)) return exactHit(equal, this.validity.ageSeconds(equal));
    const { question, maxFalseHit } = request;
    const isFirstTurn = request.scope.conversation === '';
    const found = await this.tier.find({ scopeKey, exactKey, question, isFirstTurn, maxFalseHit, isValid, asker });
    if ('near' in found) {
      this.local.touch(found.near.entry.id);
      return semanticHit(found, this.validity.ageSeconds(found.near.entry));
    }
    return { result: 'miss', why: equal ? whyInvalid(equal) : found.why };
  }
}

/** Only what rests on documents can have been outlived by a change. */
function whyInvalid({ fromDocuments }: CacheEntry): string {
  const tooOld = 'The answer to this question is too old';
  return fromDocuments ? `${tooOld}, or its documents changed since it was made` : tooOld;
}

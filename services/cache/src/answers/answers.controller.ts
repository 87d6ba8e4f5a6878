import { type CacheLookupReply, cacheSemanticInvalidate, cacheSemanticLookup, cacheSemanticStore } from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { EntryKeeper } from '../replication/entry-keeper.js';
import { AnswerKeeping } from './answer-keeping.js';
import { AnswerLookup } from './answer-lookup.js';
import type { InvalidateRequest, LookupRequest, StoreReply, StoreRequest } from './answer-requests.js';

@Controller()
export class AnswersController {
  constructor(
    private readonly answers: AnswerLookup,
    private readonly keeping: AnswerKeeping,
    private readonly keeper: EntryKeeper,
  ) {}

  @Handles(cacheSemanticLookup)
  async lookup(request: LookupRequest, context: RequestContext): Promise<CacheLookupReply> {
    return this.answers.lookup(request, context);
  }

  @Handles(cacheSemanticStore)
  store(request: StoreRequest): Promise<StoreReply> {
    return this.keeping.store(request);
  }

  /** Gone from every replica when this resolves. */
  @Handles(cacheSemanticInvalidate)
  async invalidate(request: InvalidateRequest): Promise<{ removed: number }> {
    return { removed: await this.keeper.invalidate(request) };
  }
}

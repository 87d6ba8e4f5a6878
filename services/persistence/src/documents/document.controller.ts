import {
  persistenceCorpusEpoch,
  persistenceDocumentChange,
  persistenceDocumentDelete,
  persistenceDocumentGet,
  persistenceDocumentIndex,
  persistenceDocumentList,
  persistenceDocumentRead,
  persistenceDocumentRecall,
  persistenceDocumentSearch,
  persistenceDocumentStage,
} from '@docmind/contracts';

import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { DocumentService } from './document.service.js';
import { SearchService } from './search.service.js';

@Controller()
export class DocumentController {
  constructor(
    private readonly documents: DocumentService,
    private readonly searching: SearchService,
  ) {}

  @Handles(persistenceDocumentStage)
  async stage(request: z.infer<typeof persistenceDocumentStage.request>, context: RequestContext) {
    return this.documents.stage(context.tenant, request.stagingId, request.chunks);
  }

  @Handles(persistenceDocumentIndex)
  async index(request: z.infer<typeof persistenceDocumentIndex.request>, context: RequestContext) {
    return this.documents.index(context.tenant, request);
  }

  @Handles(persistenceDocumentRecall)
  async recall(request: z.infer<typeof persistenceDocumentRecall.request>, context: RequestContext) {
    return this.documents.recall(context.tenant, request);
  }

  @Handles(persistenceDocumentGet)
  async get(request: z.infer<typeof persistenceDocumentGet.request>, context: RequestContext) {
    return this.documents.get(context.tenant, request.id);
  }

  @Handles(persistenceDocumentList)
  async list(request: z.infer<typeof persistenceDocumentList.request>, context: RequestContext) {
    return this.documents.list(context.tenant, request);
  }

  @Handles(persistenceDocumentRead)
  async read(request: z.infer<typeof persistenceDocumentRead.request>, context: RequestContext) {
    return this.documents.read(context.tenant, request.id, request);
  }

  @Handles(persistenceDocumentChange)
  async change({ id, ...change }: z.infer<typeof persistenceDocumentChange.request>, context: RequestContext) {
    return this.documents.change(context.tenant, id, change);
  }

  @Handles(persistenceDocumentDelete)
  async delete(request: z.infer<typeof persistenceDocumentDelete.request>, context: RequestContext) {
    return this.documents.delete(context.tenant, request.id);
  }

  @Handles(persistenceDocumentSearch)
  async search(request: z.infer<typeof persistenceDocumentSearch.request>, context: RequestContext) {
    return this.searching.search(context.tenant, request);
  }

  @Handles(persistenceCorpusEpoch)
  async epoch(_request: z.infer<typeof persistenceCorpusEpoch.request>, context: RequestContext) {
    return this.documents.epoch(context.tenant);
  }
}

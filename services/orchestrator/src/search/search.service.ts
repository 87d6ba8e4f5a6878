import type { SearchReply, SearchRequest } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { Shelf } from '../collection/shelf.js';
import { DocumentSearch } from './document-search.js';

/** Retrieval alone: what the agents would have to write from, without an answer. */
@Injectable()
export class SearchService {
  constructor(
    private readonly shelf: Shelf,
    private readonly documents: DocumentSearch,
  ) {}

  /** @throws AppError NOT_FOUND where a document is named that isn't there, UNAVAILABLE for `vector` without an embedder */
  async search({ documents, tags, folders, ...query }: SearchRequest, context: RequestContext): Promise<SearchReply> {
    const { filter } = await this.shelf.corpus({ documents, tags, folders }, context);
    return { query: query.query, ...(await this.documents.search({ ...query, ...filter }, context)) };
  }
}

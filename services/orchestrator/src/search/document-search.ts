import {
  cacheTextsEmbed,
  type DocumentFilter,
  type documentSearchRequestSchema,
  type Passage,
  persistenceDocumentSearch,
} from '@docmind/contracts';
import { inSpan, MessageClient, type RequestContext, requestFacts } from '@docmind/messaging';
import { retrievalSpan } from '@docmind/telemetry';
import { Injectable, Logger } from '@nestjs/common';
import type { z } from 'zod';

export type SearchMode = z.infer<typeof documentSearchRequestSchema>['mode'];

export interface SearchQuery extends DocumentFilter {
  readonly query: string;
  readonly limit: number;
  readonly mode: SearchMode;
}

export interface Found {
  readonly passages: Passage[];
  /** What was really searched by: words alone where the embedder couldn't be asked. */
  readonly mode: SearchMode;
  readonly epoch: number;
}

/** One search in the documents. A hybrid one goes on by words alone while there is no embedder; one by vector can't. */
@Injectable()
export class DocumentSearch {
  constructor(
    private readonly client: MessageClient,
    private readonly logger: Logger,
  ) {}

  search(query: SearchQuery, asker: RequestContext): Promise<Found> {
    return inSpan(
      asker,
      () => retrievalSpan('documents', query.limit),
      (context) => this.find(query, context),
    );
  }

  private async find({ mode: asked, ...query }: SearchQuery, context: RequestContext): Promise<Found> {
    const vector = asked === 'text' ? undefined : await this.embed(query.query, asked, context);
    const mode = vector === undefined ? 'text' : asked;
    const { passages, epoch } = await this.client.call(persistenceDocumentSearch, { ...query, vector, mode }, context);
    return { passages, mode, epoch };
  }

  private async embed(query: string, mode: SearchMode, context: RequestContext): Promise<string | undefined> {
    try {
      const { vectors } = await this.client.call(cacheTextsEmbed, { texts: [query], kind: 'query' }, context);
      return vectors[0];
    } catch (thrown) {
      if (context.signal.aborted || mode === 'vector') throw thrown;
      this.logger.warn({ msg: 'question not embedded, searching by words', ...requestFacts(context), reason: String(thrown) });
      return undefined;
    }
  }
}

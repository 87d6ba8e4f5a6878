import {
  type DocumentChange,
  type DocumentChanged,
  type DocumentDeleted,
  type DocumentList,
  type DocumentPassage,
  type DocumentPassages,
  type DocumentQuery,
  type DocumentView,
  type Page,
  persistenceDocumentChange,
  persistenceDocumentDelete,
  persistenceDocumentGet,
  persistenceDocumentList,
  persistenceDocumentRead,
  persistenceUploadList,
  type UploadList,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';

@Injectable()
export class DocumentsService {
  constructor(private readonly client: MessageClient) {}

  list({ tag, under, ...page }: DocumentQuery, context: RequestContext): Promise<DocumentList> {
    const filter = { tags: tag === undefined ? undefined : [tag], under: under === undefined ? undefined : [under] };
    return this.client.call(persistenceDocumentList, { ...page, ...filter }, context);
  }

  uploads(page: Page, context: RequestContext): Promise<UploadList> {
    return this.client.call(persistenceUploadList, page, context);
  }

  change(id: string, change: DocumentChange, context: RequestContext): Promise<DocumentChanged> {
    return this.client.call(persistenceDocumentChange, { ...change, id }, context);
  }

  get(id: string, context: RequestContext): Promise<DocumentView> {
    return this.client.call(persistenceDocumentGet, { id }, context);
  }

  /** Its passages in their order. */
  async read(id: string, page: Page, context: RequestContext): Promise<DocumentPassage[]> {
    return (await this.client.call(persistenceDocumentRead, { id, ...page }, context)).passages;
  }

  /** @throws AppError NOT_FOUND where there is no such document */
  async passages(id: string, page: Page, context: RequestContext): Promise<DocumentPassages> {
    const passages = await this.read(id, page, context);
    if (passages.length === 0) await this.get(id, context);
    return { passages };
  }

  async delete(id: string, context: RequestContext): Promise<DocumentDeleted> {
    const { deleted, epoch } = await this.client.call(persistenceDocumentDelete, { id }, context);
    if (!deleted) throw new AppError('NOT_FOUND', `There is no document ${id}`);
    return { deleted, epoch };
  }
}

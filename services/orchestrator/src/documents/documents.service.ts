import {
  type DocumentDeleted,
  type DocumentList,
  type Page,
  persistenceDocumentDelete,
  persistenceDocumentGet,
  persistenceDocumentList,
  type StoredDocument,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';

@Injectable()
export class DocumentsService {
  constructor(private readonly client: MessageClient) {}

  list(page: Page, context: RequestContext): Promise<DocumentList> {
    return this.client.call(persistenceDocumentList, page, context);
  }

  get(id: string, context: RequestContext): Promise<StoredDocument> {
    return this.client.call(persistenceDocumentGet, { id }, context);
  }

  async delete(id: string, context: RequestContext): Promise<DocumentDeleted> {
    const { deleted, epoch } = await this.client.call(persistenceDocumentDelete, { id }, context);
    if (!deleted) throw new AppError('NOT_FOUND', `There is no document ${id}`);
    return { deleted, epoch };
  }
}

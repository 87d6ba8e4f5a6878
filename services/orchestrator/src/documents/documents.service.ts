import { type StoredDocument, persistenceDocumentDelete, persistenceDocumentGet, persistenceDocumentList } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { Page } from '../http/page.schema.js';

@Injectable()
export class DocumentsService {
  constructor(private readonly client: MessageClient) {}

  list(page: Page, context: RequestContext): Promise<{ documents: StoredDocument[]; epoch: number }> {
    return this.client.call(persistenceDocumentList, page, context);
  }

  get(id: string, context: RequestContext): Promise<StoredDocument> {
    return this.client.call(persistenceDocumentGet, { id }, context);
  }

  async delete(id: string, context: RequestContext): Promise<{ deleted: true; epoch: number }> {
    const { deleted, epoch } = await this.client.call(persistenceDocumentDelete, { id }, context);
    if (!deleted) throw new AppError('NOT_FOUND', `There is no document ${id}`);
    return { deleted, epoch };
  }
}

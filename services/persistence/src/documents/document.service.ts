import type {
  Chunk,
  DocumentChange,
  DocumentChanged,
  DocumentFilter,
  DocumentPassage,
  DocumentView,
  Page,
  StoredDocument,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import { OutboxService } from '../outbox/outbox.service.js';
import { type DocumentFacts, DocumentStore, type IndexResult, type UploadFacts } from './document-store.port.js';
import { PassageIndex } from './passage-index.port.js';
import { UploadStore } from '../uploads/upload-store.port.js';
import { toStagedChunks } from './staged-chunks.policy.js';

@Injectable()
export class DocumentService {
  constructor(
    private readonly store: DocumentStore,
    private readonly passages: PassageIndex,
    private readonly uploads: UploadStore,
    private readonly outbox: OutboxService,
  ) {}

  async stage(tenant: string, stagingId: string, chunks: readonly Chunk[]): Promise<{ staged: number }> {
    return { staged: await this.store.stage(tenant, stagingId, toStagedChunks(chunks)) };
  }

  async index(tenant: string, facts: DocumentFacts): Promise<IndexResult> {
    return this.announced(await this.store.index(tenant, facts));
  }

  async recall(tenant: string, upload: UploadFacts): Promise<{ recalled?: IndexResult }> {
    const recalled = await this.store.recall(tenant, upload);
    return recalled === undefined ? {} : { recalled: this.announced(recalled) };
  }

  async delete(tenant: string, id: string): Promise<{ deleted: boolean; epoch: number }> {
    const result = await this.store.delete(tenant, id);
    if (result.deleted) this.outbox.wake();
    return result;
  }

  async get(tenant: string, id: string): Promise<DocumentView> {
    const uploaded = await this.uploads.find(tenant, id);
    if (uploaded) return uploaded;
    const document = await this.store.find(tenant, id);
    if (!document) throw new AppError('NOT_FOUND', `There is no document '${id}'`);
    return { ...document, state: 'indexed' };
  }

  async list(tenant: string, { limit, offset, ...filter }: Page & DocumentFilter): Promise<{ documents: StoredDocument[]; epoch: number }> {
    const epoch = await this.store.epoch(tenant);
    return { documents: await this.store.list(tenant, { limit, offset }, filter), epoch };
  }

  async read(tenant: string, id: string, page: Page): Promise<{ passages: DocumentPassage[] }> {
    await this.get(tenant, id);
    return { passages: await this.passages.read(tenant, id, page) };
  }

  async change(tenant: string, id: string, change: DocumentChange): Promise<DocumentChanged> {
    const changed = await this.store.change(tenant, id, change);
    if (!changed) throw new AppError('NOT_FOUND', `There is no document '${id}'`);
    this.outbox.wake();
    return changed;
  }

  async epoch(tenant: string): Promise<{ epoch: number }> {
    return { epoch: await this.store.epoch(tenant) };
  }

  private announced(result: IndexResult): IndexResult {
    if (result.outcome !== 'unchanged') this.outbox.wake();
    return result;
  }
}

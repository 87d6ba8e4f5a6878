import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  type Chunk,
  type DocumentView,
  type StoredDocument,
  documentPassageSchema,
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
  persistencePerformanceList,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Handles } from '@docmind/messaging';
import { Controller, Inject } from '@nestjs/common';
import { FakeServices, type ReplyOf, type RequestOf, storedDocument } from './fake-services.js';

@Controller()
export class FakePersistenceController {
  constructor(@Inject(FakeServices) private readonly fakes: FakeServices) {}

  @Handles(persistenceCorpusEpoch)
  async corpusEpoch(): Promise<{ epoch: number }> {
    return { epoch: this.fakes.epoch };
  }

  @Handles(persistencePerformanceList)
  async listPerformance(): Promise<ReplyOf<typeof persistencePerformanceList>> {
    return { records: [] };
  }

  @Handles(persistenceDocumentList)
  async listDocuments(request: RequestOf<typeof persistenceDocumentList>): Promise<ReplyOf<typeof persistenceDocumentList>> {
    await this.fakes.check(persistenceDocumentList);
    const { limit, offset, documentIds, tags, under } = request;
    const fitting = this.fakes.documents
      .filter(({ id }) => documentIds === undefined || documentIds.includes(id))
      .filter((document) => tags === undefined || document.tags.some((tag) => tags.includes(tag)))
      .filter(({ path }) => under === undefined || under.some((place) => path === place || path.startsWith(`${place}/`)));
    return { documents: fitting.slice(offset, offset + limit), epoch: this.fakes.epoch };
  }

  @Handles(persistenceDocumentRead)
  async read({ id, offset, limit }: RequestOf<typeof persistenceDocumentRead>): Promise<ReplyOf<typeof persistenceDocumentRead>> {
    const own = this.fakes.passages.filter(({ documentId }) => documentId === id);
    // A passage that no search found has no score.
    return { passages: own.slice(offset, offset + limit).map((passage) => documentPassageSchema.parse(passage)) };
  }

  @Handles(persistenceDocumentSearch)
  async search(request: RequestOf<typeof persistenceDocumentSearch>): Promise<ReplyOf<typeof persistenceDocumentSearch>> {
    await this.fakes.check(persistenceDocumentSearch);
    this.fakes.searches.push(request);
    const passages = (await this.fakes.find?.(request.query)) ?? this.fakes.passages;
    return { passages: passages.slice(0, request.limit), epoch: this.fakes.epoch };
  }

  @Handles(persistenceDocumentStage)
  async stage({ stagingId, chunks }: { stagingId: string; chunks: Chunk[] }): Promise<{ staged: number }> {
    const kept = [...(this.fakes.staged.get(stagingId) ?? []), ...chunks];
    this.fakes.staged.set(stagingId, kept);
    return { staged: kept.length };
  }

  @Handles(persistenceDocumentIndex)
  async index(request: RequestOf<typeof persistenceDocumentIndex>): Promise<ReplyOf<typeof persistenceDocumentIndex>> {
    await this.fakes.check(persistenceDocumentIndex);
    const { stagingId: _staging, dimensions: _dimensions, fingerprint: _fingerprint, uploadId, ...facts } = request;
    this.fakes.uploads.delete(uploadId ?? '');
    const before = this.fakes.documents.find((document) => document.path === facts.path);
    if (before?.contentHash === facts.contentHash) return { document: before, epoch: this.fakes.epoch, outcome: 'unchanged' };
    const document = storedDocument({ id: uploadId ?? randomUUID(), ...this.identityOf(before), ...facts });
    this.fakes.documents = [...this.fakes.documents.filter((one) => one !== before), document];
    this.fakes.epoch += 1;
    return { document, epoch: this.fakes.epoch, outcome: before ? 'replaced' : 'created' };
  }

  private identityOf(document: StoredDocument | undefined): Partial<StoredDocument> {
    return document === undefined ? {} : { id: document.id, tags: document.tags };
  }

  /** Knows the content of a document of the same path; the real one, of the tenant's other documents, too. */
  @Handles(persistenceDocumentRecall)
  async recall({ path, contentHash }: RequestOf<typeof persistenceDocumentRecall>): Promise<ReplyOf<typeof persistenceDocumentRecall>> {
    await this.fakes.check(persistenceDocumentRecall);
    const document = this.fakes.documents.find((one) => one.path === path && one.contentHash === contentHash);
    return document === undefined ? {} : { recalled: { document, epoch: this.fakes.epoch, outcome: 'unchanged' } };
  }

  @Handles(persistenceDocumentGet)
  async get({ id }: { id: string }): Promise<DocumentView> {
    return this.fakes.uploads.get(id) ?? { ...this.documentOf(id), state: 'indexed' };
  }

  private documentOf(id: string): StoredDocument {
    const found = this.fakes.documents.find((document) => document.id === id);
    if (!found) throw new AppError('NOT_FOUND', `There is no document ${id}`);
    return found;
  }

  @Handles(persistenceDocumentChange)
  async change({ id, ...change }: RequestOf<typeof persistenceDocumentChange>): Promise<ReplyOf<typeof persistenceDocumentChange>> {
    const document = storedDocument({ ...this.documentOf(id), name: undefined, ...change });
    this.fakes.documents = this.fakes.documents.map((one) => (one.id === id ? document : one));
    this.fakes.epoch += 1;
    return { document, epoch: this.fakes.epoch };
  }

  @Handles(persistenceDocumentDelete)
  async delete({ id }: { id: string }): Promise<{ deleted: boolean; epoch: number }> {
    const kept = this.fakes.documents.filter((document) => document.id !== id);
    const deleted = kept.length < this.fakes.documents.length;
    this.fakes.documents = kept;
    this.fakes.epoch += Number(deleted);
    return { deleted, epoch: this.fakes.epoch };
  }
}

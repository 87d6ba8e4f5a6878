import { randomUUID } from 'node:crypto';
import type { Page, StoredDocument } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import {
  type DocumentFacts,
  DocumentStore,
  type IndexResult,
  type StagedChunk,
  type UploadFacts,
} from '../../documents/document-store.port.js';
import { type VectorChange, VectorIndex } from '../../documents/vector-index.port.js';
import { DocumentCache } from './document-cache.js';
import * as sql from './document.sql.js';
import { DocumentEntity } from './entities/document.entity.js';
import { SqliteDatabase } from './sqlite-database.js';
import { StagingArea } from './staging-area.js';

interface Present {
  readonly id: string;
  readonly contentHash: string;
  readonly fingerprint: string;
}

type Committed = Omit<IndexResult, 'document'>;

@Injectable()
export class DocumentRepository extends DocumentStore {
  private readonly cache: DocumentCache;
  private readonly staging: StagingArea;

  constructor(
    private readonly database: SqliteDatabase,
    private readonly vectors: VectorIndex,
  ) {
    super();
    this.cache = new DocumentCache(database.connection);
    this.staging = new StagingArea(database.connection);
  }

  async stage(tenant: string, stagingId: string, chunks: readonly StagedChunk[]): Promise<number> {
    this.database.transaction(() => this.staging.put(tenant, stagingId, chunks));
    return chunks.length;
  }

  async index(tenant: string, facts: DocumentFacts): Promise<IndexResult> {
    const committed = this.database.transaction(() => this.commit(tenant, facts));
    return this.resultOf(tenant, facts.name, committed);
  }

  async recall(tenant: string, upload: UploadFacts): Promise<IndexResult | undefined> {
    const committed = this.database.transaction(() => this.commitRecalled(tenant, upload));
    return committed && this.resultOf(tenant, upload.name, committed);
  }

  async delete(tenant: string, id: string): Promise<{ deleted: boolean; epoch: number }> {
    return this.database.transaction(() => {
      const hash = this.database.connection.prepare(sql.HASH_OF).pluck().get(id, tenant) as string | undefined;
      if (hash === undefined) return { deleted: false, epoch: this.epochOf(tenant) };
      this.removeContent({ tenant, documentId: id, dimensions: 0, added: () => [] });
      this.database.connection.prepare(sql.DELETE_DOCUMENT).run(id);
      this.cache.dropUnused(hash);
      return { deleted: true, epoch: this.recordChange(tenant, id) };
    });
  }

  async find(tenant: string, id: string): Promise<StoredDocument | undefined> {
    return this.stored({ tenant, id });
  }

  async list(tenant: string, page: Page): Promise<StoredDocument[]> {
    const found = await this.documents.find({ where: { tenant }, order: { name: 'ASC' }, take: page.limit, skip: page.offset });
    return found.map(toStored);
  }

  async epoch(tenant: string): Promise<number> {
    return this.epochOf(tenant);
  }

  async removeStagedBefore(before: string): Promise<number> {
    return this.staging.removeBefore(before);
  }

  private get documents() {
    return this.database.dataSource.getRepository(DocumentEntity);
  }

  private async stored(where: { tenant: string; id?: string; name?: string }): Promise<StoredDocument | undefined> {
    const found = await this.documents.findOneBy(where);
    return found ? toStored(found) : undefined;
  }

  private async resultOf(tenant: string, name: string, committed: Committed): Promise<IndexResult> {
    const document = await this.stored({ tenant, name });
    // Deleted between the transaction and this read: nobody is waiting for it any more.
    if (!document) throw new AppError('NOT_FOUND', `The document '${name}' was deleted while it was being indexed`);
    return { document, ...committed };
  }

  private presentOf(tenant: string, name: string): Present | undefined {
    return this.database.connection.prepare(sql.PRESENT).get(tenant, name) as Present | undefined;
  }

  private commit(tenant: string, facts: DocumentFacts): Committed {
    const present = this.presentOf(tenant, facts.name);
    if (present?.contentHash === facts.contentHash && present.fingerprint === facts.fingerprint) {
      this.staging.clear(tenant, facts.stagingId);
      return { outcome: 'unchanged', epoch: this.epochOf(tenant) };
    }
    return { outcome: present ? 'replaced' : 'created', epoch: this.replace(tenant, present?.id, facts) };
  }

  private commitRecalled(tenant: string, upload: UploadFacts): Committed | undefined {
    const cached = this.cache.get(upload);
    const twin = this.database.connection
      .prepare(sql.TWIN)
      .pluck()
      .get({ ...upload, tenant }) as string | undefined;
    if (cached === undefined || twin === undefined) return undefined;
    const facts = { ...cached, ...upload, stagingId: randomUUID() };
    // A document that stays as it is needs no chunks.
    if (this.presentOf(tenant, upload.name)?.id === twin) return this.commit(tenant, facts);
    const chunks = this.recalledChunks(upload.contentHash, twin);
    if (chunks.length !== facts.chunkCount) return undefined;
    this.staging.put(tenant, facts.stagingId, chunks);
    return this.commit(tenant, facts);
  }

  /** The content's chunks as they were cached, with the vectors that its other document has in the index. */
  private recalledChunks(contentHash: string, twin: string): StagedChunk[] {
    const chunkIds = this.chunkIdsOf(twin);
    const vectors = this.vectors.read(chunkIds);
    return this.cache.chunks(contentHash).flatMap(({ index, text, page, heading }) => {
      const vector = vectors.get(chunkIds[index] ?? -1);
      return vector ? [{ index, text, vector, page: page ?? undefined, heading: heading ?? undefined }] : [];
    });
  }

  private replace(tenant: string, presentId: string | undefined, facts: DocumentFacts): number {
    this.staging.assertComplete(tenant, facts);
    const documentId = presentId ?? randomUUID();
    const { connection } = this.database;
    const formerHash = connection.prepare(sql.HASH_OF).pluck().get(documentId, tenant) as string | undefined;
    const added = () => this.staging.vectors(tenant, facts.stagingId);
    this.removeContent({ tenant, documentId, dimensions: facts.dimensions, added });
    const row = { ...facts, tenant, id: documentId, now: new Date().toISOString() };
    connection.prepare(sql.UPSERT_DOCUMENT).run(row);
    connection.prepare(sql.MOVE_CHUNKS).run(row);
    connection.prepare(sql.INDEX_TEXT).run(row);
    this.cache.put(row);
    if (formerHash !== undefined) this.cache.dropUnused(formerHash);
    this.staging.clear(tenant, facts.stagingId);
    return this.recordChange(tenant, documentId);
  }

  /** What the document held before goes; its new vectors, if any, come in the same step. */
  private removeContent(change: Omit<VectorChange, 'removed'>): void {
    const { connection } = this.database;
    this.vectors.apply({ ...change, removed: this.chunkIdsOf(change.documentId) });
    connection.prepare(sql.UNINDEX_TEXT).run(change.documentId);
    connection.prepare(sql.DELETE_CHUNKS).run(change.documentId);
  }

  private chunkIdsOf(documentId: string): number[] {
    return this.database.connection.prepare(sql.CHUNK_IDS).pluck().all(documentId) as number[];
  }

  private recordChange(tenant: string, documentId: string): number {
    const epoch = this.database.connection.prepare(sql.NEXT_EPOCH).pluck().get(tenant) as number;
    this.database.connection.prepare(sql.TO_OUTBOX).run(tenant, documentId, epoch, new Date().toISOString());
    return epoch;
  }

  private epochOf(tenant: string): number {
    return (this.database.connection.prepare(sql.EPOCH).pluck().get(tenant) as number | undefined) ?? 0;
  }
}

function toStored({
  tenant: _,
  dimensions: _dimensions,
  fingerprint: _fingerprint,
  revision: _revision,
  ...document
}: DocumentEntity): StoredDocument {
  return document;
}

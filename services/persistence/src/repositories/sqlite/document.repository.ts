import { randomUUID } from 'node:crypto';
import type { DocumentChange, DocumentFilter, Page, StoredDocument } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import {
  type ChangedDocument,
  type DocumentFacts,
  DocumentStore,
  givenUp,
  type IndexResult,
  pathTaken,
  type StagedChunk,
  type UploadFacts,
} from '../../documents/document-store.port.js';
import { assertComplete } from '../../documents/staged-chunks.policy.js';
import { DocumentCache } from './content/document-cache.js';
import { OriginalRows } from './content/original-rows.js';
import * as sql from './document.sql.js';
import { DocumentRows } from './document-rows.js';
import { SqliteDatabase } from './sqlite-database.js';
import { SqliteVecStore } from './sqlite-vec.store.js';
import { StagingArea } from './content/staging-area.js';
import type { VectorChange } from './content/vector-change.js';

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
  private readonly rows: DocumentRows;
  private readonly originals: OriginalRows;

  constructor(
    private readonly database: SqliteDatabase,
    private readonly vectors: SqliteVecStore,
  ) {
    super();
    this.cache = new DocumentCache(database.connection);
    this.staging = new StagingArea(database.connection);
    this.rows = new DocumentRows(database.connection);
    this.originals = new OriginalRows(database.connection);
  }

  async stage(tenant: string, stagingId: string, chunks: readonly StagedChunk[]): Promise<number> {
    await this.database.transaction(() => this.staging.put(tenant, stagingId, chunks));
    return chunks.length;
  }

  async index(tenant: string, facts: DocumentFacts): Promise<IndexResult> {
    const result = await this.database.transaction(() => this.resultOf(tenant, facts.path, this.commit(tenant, facts)));
    await this.originals.deleteGone();
    return result;
  }

  async recall(tenant: string, upload: UploadFacts): Promise<IndexResult | undefined> {
    return this.database.transaction(() => {
      const committed = this.commitRecalled(tenant, upload);
      return committed && this.resultOf(tenant, upload.path, committed);
    });
  }

  async delete(tenant: string, id: string): Promise<{ deleted: boolean; epoch: number }> {
    const result = await this.database.transaction(() => {
      const { changes: dropped } = this.database.connection.prepare(sql.DROP_UPLOAD).run(tenant, id);
      const hash = this.database.connection.prepare(sql.HASH_OF).pluck().get(id, tenant) as string | undefined;
      if (hash === undefined) return { deleted: dropped > 0, epoch: this.epochOf(tenant) };
      this.removeContent({ tenant, documentId: id, dimensions: 0, added: () => [] });
      this.database.connection.prepare(sql.DELETE_DOCUMENT).run(id);
      this.dropUnused(tenant, hash);
      return { deleted: true, epoch: this.recordChange(tenant, id) };
    });
    await this.originals.deleteGone();
    return result;
  }

  async change(tenant: string, id: string, { path, tags }: DocumentChange): Promise<ChangedDocument | undefined> {
    return this.database.transaction(() => {
      const present = this.rows.find(tenant, id);
      if (!present) return undefined;
      if (path !== undefined && path !== present.path) this.move(tenant, id, path);
      if (tags !== undefined) this.rows.tag(id, tags);
      return { document: this.rows.find(tenant, id) ?? present, epoch: this.recordChange(tenant, id) };
    });
  }

  async find(tenant: string, id: string): Promise<StoredDocument | undefined> {
    return this.rows.find(tenant, id);
  }

  async list(tenant: string, page: Page, filter: DocumentFilter = {}): Promise<StoredDocument[]> {
    return this.rows.list(tenant, page, filter);
  }

  async matching(tenant: string, filter: DocumentFilter): Promise<string[]> {
    return this.rows.matching(tenant, filter);
  }

  async epoch(tenant: string): Promise<number> {
    return this.epochOf(tenant);
  }

  async removeStagedBefore(before: string): Promise<number> {
    await this.originals.removeStagedBefore(before);
    return this.staging.removeBefore(before);
  }

  private resultOf(tenant: string, path: string, committed: Committed): IndexResult {
    return { document: this.rows.at(tenant, path) as StoredDocument, ...committed };
  }

  private move(tenant: string, id: string, path: string): void {
    const moved = this.database.connection.prepare(sql.MOVE_DOCUMENT).run({ tenant, id, path, now: new Date().toISOString() });
    if (moved.changes === 0) throw pathTaken(path);
  }

  private presentOf(tenant: string, path: string): Present | undefined {
    return this.database.connection.prepare(sql.PRESENT).get(tenant, path) as Present | undefined;
  }

  private commit(tenant: string, facts: DocumentFacts): Committed {
    this.assertNewest(tenant, facts);
    const committed = this.commitContent(tenant, facts);
    this.database.connection.prepare(sql.END_UPLOAD).run({ tenant, path: facts.path });
    return committed;
  }

  private assertNewest(tenant: string, { path, uploadId }: DocumentFacts): void {
    if (uploadId === undefined || this.database.connection.prepare(sql.NEWEST_UPLOAD).get({ tenant, path, uploadId })) return;
    throw givenUp(path);
  }

  private commitContent(tenant: string, facts: DocumentFacts): Committed {
    this.originals.keep(tenant, facts);
    const present = this.presentOf(tenant, facts.path);
    if (present?.contentHash === facts.contentHash && present.fingerprint === facts.fingerprint) {
      this.staging.clear(tenant, facts.stagingId);
      return this.commitTags(tenant, present.id, facts.tags);
    }
    return { outcome: present ? 'replaced' : 'created', epoch: this.replace(tenant, present?.id, facts) };
  }

  private commitTags(tenant: string, id: string, tags: readonly string[] | undefined): Committed {
    const isChanged = tags !== undefined && this.rows.tag(id, tags);
    return isChanged
      ? { outcome: 'replaced', epoch: this.recordChange(tenant, id) }
      : { outcome: 'unchanged', epoch: this.epochOf(tenant) };
  }

  private commitRecalled(tenant: string, upload: UploadFacts): Committed | undefined {
    const cached = this.cache.get(upload);
    const twin = this.database.connection
      .prepare(sql.TWIN)
      .pluck()
      .get({ tenant, path: upload.path, contentHash: upload.contentHash, fingerprint: upload.fingerprint }) as string | undefined;
    if (cached === undefined || twin === undefined) return undefined;
    const facts = { ...cached, ...upload, stagingId: randomUUID() };
    // A document that stays as it is needs no chunks.
    if (this.presentOf(tenant, upload.path)?.id === twin) return this.commit(tenant, facts);
    const chunks = this.recalledChunks(upload.contentHash, twin);
    if (chunks.length !== facts.chunkCount) return undefined;
    this.staging.put(tenant, facts.stagingId, chunks);
    return this.commit(tenant, facts);
  }

  /** The content's chunks as they were cached, with the vectors that its other document has in the index. */
  private recalledChunks(contentHash: string, twin: string): StagedChunk[] {
    const chunkIds = this.chunkIdsOf(twin);
    const vectors = this.vectors.read(chunkIds);
    return this.cache.chunks(contentHash).flatMap(({ index, text, page, heading, place }) => {
      const vector = vectors.get(chunkIds[index] ?? -1);
      return vector ? [{ index, text, vector, page: page ?? undefined, heading: heading ?? undefined, place: place ?? undefined }] : [];
    });
  }

  private replace(tenant: string, presentId: string | undefined, facts: DocumentFacts): number {
    assertComplete(this.staging.count(tenant, facts), facts);
    const { connection } = this.database;
    const promised = connection.prepare(sql.PROMISED_ID).pluck().get({ tenant, path: facts.path }) as string | undefined;
    const documentId = presentId ?? promised ?? randomUUID();
    const formerHash = connection.prepare(sql.HASH_OF).pluck().get(documentId, tenant) as string | undefined;
    const added = () => this.staging.vectors(tenant, facts.stagingId);
    this.removeContent({ tenant, documentId, dimensions: facts.dimensions, added });
    const { tags, ...rest } = facts;
    const row = { ...rest, tenant, id: documentId, now: new Date().toISOString() };
    connection.prepare(sql.UPSERT_DOCUMENT).run(row);
    if (tags !== undefined) this.rows.tag(documentId, tags);
    connection.prepare(sql.MOVE_CHUNKS).run(row);
    connection.prepare(sql.INDEX_TEXT).run(row);
    this.cache.put(row);
    if (formerHash !== undefined) this.dropUnused(tenant, formerHash);
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

  private dropUnused(tenant: string, contentHash: string): void {
    this.cache.dropUnused(contentHash);
    this.originals.dropUnused(tenant, contentHash);
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

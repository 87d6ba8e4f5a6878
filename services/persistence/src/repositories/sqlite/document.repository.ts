import { randomUUID } from 'node:crypto';
import type { StoredDocument } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import { type DocumentFacts, DocumentStore, type IndexResult, type StagedChunk } from '../../documents/document-store.port.js';
import { type VectorChange, VectorIndex } from '../../documents/vector-index.port.js';
import type { Page } from '../../sessions/session-store.port.js';
import * as sql from './document.sql.js';
import { DocumentEntity } from './entities/document.entity.js';
import { SqliteDatabase } from './sqlite-database.js';
import { stagedVectors } from './staged-vectors.js';

interface Present {
  readonly id: string;
  readonly contentHash: string;
  readonly embedder: string;
}

@Injectable()
export class DocumentRepository extends DocumentStore {
  constructor(
    private readonly database: SqliteDatabase,
    private readonly vectors: VectorIndex,
  ) {
    super();
  }

  async stage(tenant: string, stagingId: string, chunks: readonly StagedChunk[]): Promise<number> {
    const stagedAt = new Date().toISOString();
    return this.database.transaction(() => {
      const insert = this.database.connection.prepare(sql.STAGE);
      for (const { index, text, page, heading, vector } of chunks) {
        const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
        insert.run(tenant, stagingId, index, text, page ?? null, heading ?? null, bytes, stagedAt);
      }
      return chunks.length;
    });
  }

  async index(tenant: string, facts: DocumentFacts): Promise<IndexResult> {
    const committed = this.database.transaction(() => this.commit(tenant, facts));
    const document = await this.stored({ tenant, name: facts.name });
    // Deleted between the transaction and this read: nobody is waiting for it any more.
    if (!document) throw new AppError('NOT_FOUND', `The document '${facts.name}' was deleted while it was being indexed`);
    return { document, ...committed };
  }

  async delete(tenant: string, id: string): Promise<{ deleted: boolean; epoch: number }> {
    return this.database.transaction(() => {
      const hash = this.database.connection.prepare(sql.HASH_OF).pluck().get(id, tenant) as string | undefined;
      if (hash === undefined) return { deleted: false, epoch: this.epochOf(tenant) };
      this.removeContent({ tenant, documentId: id, dimensions: 0, added: () => [] });
      this.database.connection.prepare(sql.DELETE_DOCUMENT).run(id);
      this.database.connection.prepare(sql.DROP_UNUSED_CACHE).run({ hash });
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
    return this.database.connection.prepare(sql.SWEEP_STAGED).run(before).changes;
  }

  private get documents() {
    return this.database.dataSource.getRepository(DocumentEntity);
  }

  private async stored(where: { tenant: string; id?: string; name?: string }): Promise<StoredDocument | undefined> {
    const found = await this.documents.findOneBy(where);
    return found ? toStored(found) : undefined;
  }

  private presentOf(tenant: string, name: string): Present | undefined {
    return this.database.connection.prepare(sql.PRESENT).get(tenant, name) as Present | undefined;
  }

  private commit(tenant: string, facts: DocumentFacts): Omit<IndexResult, 'document'> {
    const present = this.presentOf(tenant, facts.name);
    if (present?.contentHash === facts.contentHash && present.embedder === facts.embedder) {
      this.unstage(tenant, facts.stagingId);
      return { outcome: 'unchanged', epoch: this.epochOf(tenant) };
    }
    return { outcome: present ? 'replaced' : 'created', epoch: this.replace(tenant, present?.id, facts) };
  }

  private replace(tenant: string, presentId: string | undefined, facts: DocumentFacts): number {
    this.assertStaged(tenant, facts);
    const documentId = presentId ?? randomUUID();
    const { connection } = this.database;
    const formerHash = connection.prepare(sql.HASH_OF).pluck().get(documentId, tenant) as string | undefined;
    const added = () => stagedVectors(connection, tenant, facts.stagingId);
    this.removeContent({ tenant, documentId, dimensions: facts.dimensions, added });
    const row = { ...facts, tenant, id: documentId, now: new Date().toISOString() };
    connection.prepare(sql.UPSERT_DOCUMENT).run(row);
    connection.prepare(sql.MOVE_CHUNKS).run(row);
    connection.prepare(sql.INDEX_TEXT).run(row);
    connection.prepare(sql.CACHE_DOCUMENT).run(row);
    if (formerHash !== undefined) connection.prepare(sql.DROP_UNUSED_CACHE).run({ hash: formerHash });
    this.unstage(tenant, facts.stagingId);
    return this.recordChange(tenant, documentId);
  }

  /** What the document held before goes; its new vectors, if any, come in the same step. */
  private removeContent(change: Omit<VectorChange, 'removed'>): void {
    const { connection } = this.database;
    const removed = connection.prepare(sql.CHUNK_IDS).pluck().all(change.documentId) as number[];
    this.vectors.apply({ ...change, removed });
    connection.prepare(sql.UNINDEX_TEXT).run(change.documentId);
    connection.prepare(sql.DELETE_CHUNKS).run(change.documentId);
  }

  private assertStaged(tenant: string, facts: DocumentFacts): void {
    const { connection } = this.database;
    const found = connection.prepare(sql.COUNT_STAGED).get(facts.dimensions * 4, tenant, facts.stagingId) as {
      chunks: number;
      other: number;
      last: number;
    };
    if (found.chunks !== facts.chunkCount || found.last !== facts.chunkCount - 1) {
      throw new AppError(
        'FAILED_PRECONDITION',
        `${found.chunks} of the ${facts.chunkCount} chunks of '${facts.name}' are staged: stage chunks 0 to ${facts.chunkCount - 1} under this stagingId first`,
      );
    }
    if (found.other > 0) {
      throw new AppError(
        'FAILED_PRECONDITION',
        `${found.other} staged chunks of '${facts.name}' have vectors of other dimensions than the ${facts.dimensions} given`,
      );
    }
  }

  private unstage(tenant: string, stagingId: string): void {
    this.database.connection.prepare(sql.UNSTAGE).run(tenant, stagingId);
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

function toStored({ tenant: _tenant, dimensions: _dimensions, revision: _revision, ...document }: DocumentEntity): StoredDocument {
  return document;
}

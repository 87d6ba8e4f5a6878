import { randomUUID } from 'node:crypto';
import type { DocumentChange, DocumentFilter, Page, StoredDocument } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import {
  type ChangedDocument,
  type DocumentFacts,
  DocumentStore,
  type IndexResult,
  pathTaken,
  type StagedChunk,
  type UploadFacts,
} from '../../documents/document-store.port.js';
import { documentAt, findDocument, listDocuments, matchingIds, tagDocument } from './content/document-rows.js';
import { removeStagedOriginalsBefore, tryToDeleteGone } from './content/original-rows.js';
import { copyToStaging, removeStagedBefore, stageChunks } from './content/staging-area.js';
import { commitDocument, deleteContent, lockCorpus, recordChange } from './documents/commit-document.js';
import * as statements from './documents/document.sql.js';
import { PostgresDatabase } from './database/postgres-database.js';
import { lock, pathLine, rowOf, type Sql } from './database/sql.js';

type Twin = Pick<DocumentFacts, 'mediaType' | 'sizeBytes' | 'pages' | 'chunkCount' | 'embedder' | 'dimensions'> & {
  readonly id: string;
  readonly path: string;
};

/** Changes of one tenant's documents wait for each other, at its row of `corpus`: its epochs and its rows of the outbox have one order, whichever replica writes. */
@Injectable()
export class PostgresDocumentStore extends DocumentStore {
  constructor(private readonly database: PostgresDatabase) {
    super();
  }

  async stage(tenant: string, stagingId: string, chunks: readonly StagedChunk[]): Promise<number> {
    await this.database.transaction((sql) => stageChunks(sql, tenant, stagingId, chunks));
    return chunks.length;
  }

  async index(tenant: string, facts: DocumentFacts): Promise<IndexResult> {
    const result = await this.atPath(tenant, facts.path, (sql) => commitDocument(sql, tenant, facts));
    await tryToDeleteGone(this.database);
    return result as IndexResult;
  }

  async recall(tenant: string, upload: UploadFacts): Promise<IndexResult | undefined> {
    return this.atPath(tenant, upload.path, async (sql) => {
      const twin = await rowOf<Twin>(sql, statements.TWIN, [tenant, upload.contentHash, upload.fingerprint, upload.path]);
      if (twin === undefined) return undefined;
      const { id, path, ...made } = twin;
      const facts = { ...made, ...upload, stagingId: randomUUID() };
      // A document that stays as it is needs no chunks.
      if (path !== upload.path) await copyToStaging(sql, id, facts.stagingId);
      return commitDocument(sql, tenant, facts);
    });
  }

  async delete(tenant: string, id: string): Promise<{ deleted: boolean; epoch: number }> {
    const result = await this.atDocument(tenant, id, [], async (sql, epoch) => {
      const dropped = await sql.run(statements.DROP_UPLOAD, [tenant, id]);
      const found = await rowOf<{ hash: string }>(sql, statements.HASH_OF, [id, tenant]);
      if (found === undefined) return { deleted: dropped > 0, epoch };
      await deleteContent(sql, tenant, id, found.hash);
      return { deleted: true, epoch: await recordChange(sql, tenant, id) };
    });
    await tryToDeleteGone(this.database);
    return result;
  }

  async change(tenant: string, id: string, { path, tags }: DocumentChange): Promise<ChangedDocument | undefined> {
    return this.atDocument(tenant, id, path === undefined ? [] : [path], async (sql) => {
      const present = await findDocument(sql, tenant, id);
      if (!present) return undefined;
      if (path !== undefined && path !== present.path) await move(sql, tenant, id, path);
      if (tags !== undefined) await tagDocument(sql, id, tags);
      return { document: (await findDocument(sql, tenant, id)) ?? present, epoch: await recordChange(sql, tenant, id) };
    });
  }

  async find(tenant: string, id: string): Promise<StoredDocument | undefined> {
    return findDocument(this.database, tenant, id);
  }

  async list(tenant: string, page: Page, filter: DocumentFilter = {}): Promise<StoredDocument[]> {
    return listDocuments(this.database, tenant, page, filter);
  }

  async matching(tenant: string, filter: DocumentFilter): Promise<string[]> {
    return matchingIds(this.database, tenant, filter);
  }

  async epoch(tenant: string): Promise<number> {
    return (await rowOf<{ epoch: number }>(this.database, 'SELECT epoch FROM corpus WHERE tenant = $1', [tenant]))?.epoch ?? 0;
  }

  async removeStagedBefore(before: string): Promise<number> {
    await removeStagedOriginalsBefore(this.database, before);
    return removeStagedBefore(this.database, before);
  }

  /** The path first, then the tenant's corpus: all who take both take them so. */
  private atPath(
    tenant: string,
    path: string,
    commit: (sql: Sql) => Promise<Omit<IndexResult, 'document'> | undefined>,
  ): Promise<IndexResult | undefined> {
    return this.locked(tenant, [path], async (sql) => {
      const committed = await commit(sql);
      return committed && { document: (await documentAt(sql, tenant, path)) as StoredDocument, ...committed };
    });
  }

  /** At its path, at the one of an upload that has its id, and at those where it is to be: an upload is promised the id of the document at its path. */
  private async atDocument<Result>(
    tenant: string,
    id: string,
    next: readonly string[],
    work: (sql: Sql, epoch: number) => Promise<Result>,
  ): Promise<Result> {
    for (;;) {
      const paths = [...new Set([...next, ...(await pathsOf(this.database, tenant, id))])];
      const done = await this.locked(tenant, paths, async (sql, epoch) => {
        // It may have been moved before they were locked.
        const isLocked = (await pathsOf(sql, tenant, id)).every((path) => paths.includes(path));
        return isLocked ? { result: await work(sql, epoch) } : undefined;
      });
      if (done) return done.result;
    }
  }

  private locked<Result>(tenant: string, paths: readonly string[], work: (sql: Sql, epoch: number) => Promise<Result>): Promise<Result> {
    // In one order, so that two who take several don't wait for each other.
    const lines = [...paths].sort().map((path) => pathLine(tenant, path));
    return this.database.inLine([...lines, ['corpus', tenant]], async (sql) => {
      for (const line of lines) await lock(sql, ...line);
      return work(sql, await lockCorpus(sql, tenant));
    });
  }
}

async function pathsOf(sql: Sql, tenant: string, id: string): Promise<string[]> {
  return (await sql.rows<{ path: string }>(statements.PATHS_OF, [tenant, id])).map(({ path }) => path);
}

async function move(sql: Sql, tenant: string, id: string, path: string): Promise<void> {
  const moved = await sql.run(statements.MOVE_DOCUMENT, [id, tenant, path, new Date().toISOString()]);
  if (moved === 0) throw pathTaken(path);
}

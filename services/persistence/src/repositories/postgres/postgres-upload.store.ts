import { randomUUID } from 'node:crypto';
import type { DocumentView, ErrorCode, IngestionProgress, KeptUpload, Page, StoredDocument } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { MOST_TRIES_IN_VAIN, type Tries, triesAfterProgress } from '../../uploads/tries.policy.js';
import { type ClaimedUpload, UploadStore } from '../../uploads/upload-store.port.js';
import { claimedOf, LOST, type UploadRow, viewOf } from '../rows/upload-row.js';
import { documentsByIds } from './content/document-rows.js';
import { PostgresDatabase } from './database/postgres-database.js';
import { lock, pathLine, rowOf, type Sql } from './database/sql.js';

const DOCUMENT_OF = `SELECT coalesce(
  (SELECT id FROM documents WHERE tenant = $1 AND path = $2), (SELECT document_id FROM uploads WHERE tenant = $1 AND path = $2)) AS id`;
const TAKE_PLACE = `DELETE FROM uploads WHERE (tenant = $1 AND path = $2) OR document_id = $3 OR upload_id = $4`;
const KEEP = `INSERT INTO uploads (upload_id, document_id, tenant, path, tags, media_type, content_hash, size_bytes, accepted_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`;
const WORKING = `SELECT step, claims AS "inVain", furthest FROM uploads WHERE upload_id = $1 AND state = 'working' FOR UPDATE`;
const PROGRESS = `UPDATE uploads SET step = $2, done = $3, total = $4, claims = $5, furthest = $6, updated_at = $7 WHERE upload_id = $1`;
const FAIL = `UPDATE uploads SET state = 'failed', code = $2, message = $3, updated_at = $4 WHERE upload_id = $1`;
const LOSE = `UPDATE uploads SET state = 'failed', code = 'UNAVAILABLE', updated_at = $3,
    message = '${LOST}'
  WHERE state = 'working' AND (updated_at < $2 OR updated_at < $1 AND claims >= ${MOST_TRIES_IN_VAIN})`;
const CLAIM = `UPDATE uploads SET claims = claims + 1, step = 'parse', done = 0, total = 0, updated_at = $3
  WHERE state = 'working' AND updated_at < $2 AND upload_id = ANY($1) RETURNING *`;
const BY_DOCUMENT = `SELECT * FROM uploads WHERE tenant = $1 AND document_id = $2`;
const LIST = `SELECT * FROM uploads WHERE tenant = $1 ORDER BY accepted_at, path LIMIT $2 OFFSET $3`;

@Injectable()
export class PostgresUploadStore extends UploadStore {
  constructor(private readonly database: PostgresDatabase) {
    super();
  }

  async keep(tenant: string, upload: KeptUpload): Promise<DocumentView> {
    const { uploadId, path, tags, mediaType, contentHash, sizeBytes } = upload;
    const line = pathLine(tenant, path);
    return this.database.inLine([line], async (sql) => {
      // Whoever indexes a document of the path waits, so that the id which is promised here is the one that it gets.
      await lock(sql, ...line);
      const known = await rowOf<{ id: string | null }>(sql, DOCUMENT_OF, [tenant, path]);
      const documentId = known?.id ?? randomUUID();
      await sql.run(TAKE_PLACE, [tenant, path, documentId, uploadId]);
      const tagText = tags === undefined ? null : JSON.stringify(tags);
      await sql.run(KEEP, [uploadId, documentId, tenant, path, tagText, mediaType, contentHash, sizeBytes, now()]);
      return (await viewsOf(sql, tenant, await sql.rows<UploadRow>(BY_DOCUMENT, [tenant, documentId])))[0] as DocumentView;
    });
  }

  async progress(uploadId: string, progress: IngestionProgress): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const before = await rowOf<Tries & Pick<UploadRow, 'step'>>(sql, WORKING, [uploadId]);
      if (!before) return false;
      const { inVain, furthest } = triesAfterProgress(before, before.step, progress);
      await sql.run(PROGRESS, [uploadId, progress.step, progress.done, progress.total, inVain, furthest, now()]);
      return true;
    });
  }

  async fail(uploadId: string, { code, message }: { code: ErrorCode; message: string }): Promise<boolean> {
    return (await this.database.run(FAIL, [uploadId, code, message, now()])) > 0;
  }

  async claim(uploadIds: readonly string[], idleSince: string, lostSince: string): Promise<ClaimedUpload[]> {
    return this.database.transaction(async (sql) => {
      await sql.run(LOSE, [idleSince, lostSince, now()]);
      const rows = await sql.rows<UploadRow>(CLAIM, [uploadIds, idleSince, now()]);
      return rows.map(claimedOf);
    });
  }

  async find(tenant: string, documentId: string): Promise<DocumentView | undefined> {
    return (await viewsOf(this.database, tenant, await this.database.rows<UploadRow>(BY_DOCUMENT, [tenant, documentId])))[0];
  }

  async list(tenant: string, { limit, offset }: Page): Promise<DocumentView[]> {
    return viewsOf(this.database, tenant, await this.database.rows<UploadRow>(LIST, [tenant, limit, offset]));
  }
}

/** Documents as they are found, each under what is known of its newest upload. */
async function viewsOf(sql: Sql, tenant: string, rows: readonly UploadRow[]): Promise<DocumentView[]> {
  const ids = rows.map((row) => row.document_id);
  const documents = ids.length === 0 ? new Map<string, StoredDocument>() : await documentsByIds(sql, tenant, ids);
  return rows.map((row) => viewOf(row, documents.get(row.document_id)));
}

function now(): string {
  return new Date().toISOString();
}

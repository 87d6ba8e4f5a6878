import { randomUUID } from 'node:crypto';
import type { DocumentView, ErrorCode, IngestionProgress, KeptUpload, Page } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { MOST_TRIES_IN_VAIN, type Tries, triesAfterProgress } from '../../uploads/tries.policy.js';
import { type ClaimedUpload, UploadStore } from '../../uploads/upload-store.port.js';
import { claimedOf, LOST, type UploadRow, viewOf } from '../rows/upload-row.js';
import { DocumentRows } from './document-rows.js';
import { SqliteDatabase } from './sqlite-database.js';

const DOCUMENT_OF = `SELECT coalesce(
  (SELECT id FROM documents WHERE tenant = @tenant AND path = @path), (SELECT document_id FROM uploads WHERE tenant = @tenant AND path = @path))`;
const KEEP = `INSERT OR REPLACE INTO uploads
    (upload_id, document_id, tenant, path, tags, media_type, content_hash, size_bytes, accepted_at, updated_at)
  VALUES (@uploadId, @documentId, @tenant, @path, @tags, @mediaType, @contentHash, @sizeBytes, @now, @now)`;
const WORKING = `SELECT step, claims AS inVain, furthest FROM uploads WHERE upload_id = ? AND state = 'working'`;
const PROGRESS = `UPDATE uploads SET step = @step, done = @done, total = @total, claims = @inVain, furthest = @furthest, updated_at = @now
  WHERE upload_id = @uploadId`;
const FAIL = `UPDATE uploads SET state = 'failed', code = @code, message = @message, updated_at = @now WHERE upload_id = @uploadId`;
const LOSE = `UPDATE uploads SET state = 'failed', code = 'UNAVAILABLE', updated_at = @now,
    message = '${LOST}'
  WHERE state = 'working' AND (updated_at < @lostSince OR updated_at < @idleSince AND claims >= @mostTries)`;
const CLAIM = `UPDATE uploads SET claims = claims + 1, step = 'parse', done = 0, total = 0, updated_at = @now
  WHERE state = 'working' AND updated_at < @idleSince AND upload_id IN (SELECT value FROM json_each(@uploadIds)) RETURNING *`;
const BY_DOCUMENT = `SELECT * FROM uploads WHERE tenant = ? AND document_id = ?`;
const LIST = `SELECT * FROM uploads WHERE tenant = @tenant ORDER BY accepted_at, path LIMIT @limit OFFSET @offset`;

@Injectable()
export class UploadRepository extends UploadStore {
  private readonly rows: DocumentRows;

  constructor(private readonly database: SqliteDatabase) {
    super();
    this.rows = new DocumentRows(database.connection);
  }

  async keep(tenant: string, upload: KeptUpload): Promise<DocumentView> {
    return this.database.transaction(() => {
      const { connection } = this.database;
      const known = connection.prepare(DOCUMENT_OF).pluck().get({ tenant, path: upload.path }) as string | null;
      const documentId = known ?? randomUUID();
      const tags = upload.tags === undefined ? null : JSON.stringify(upload.tags);
      connection.prepare(KEEP).run({ ...upload, tags, tenant, documentId, now: now() });
      return this.view(tenant, documentId) as DocumentView;
    });
  }

  async progress(uploadId: string, progress: IngestionProgress): Promise<boolean> {
    return this.database.transaction(() => {
      const { connection } = this.database;
      const before = connection.prepare(WORKING).get(uploadId) as (Tries & Pick<UploadRow, 'step'>) | undefined;
      if (!before) return false;
      connection.prepare(PROGRESS).run({ ...progress, ...triesAfterProgress(before, before.step, progress), uploadId, now: now() });
      return true;
    });
  }

  async fail(uploadId: string, problem: { code: ErrorCode; message: string }): Promise<boolean> {
    return this.database.connection.prepare(FAIL).run({ ...problem, uploadId, now: now() }).changes > 0;
  }

  async claim(uploadIds: readonly string[], idleSince: string, lostSince: string): Promise<ClaimedUpload[]> {
    return this.database.transaction(() => {
      const { connection } = this.database;
      connection.prepare(LOSE).run({ idleSince, lostSince, mostTries: MOST_TRIES_IN_VAIN, now: now() });
      const rows = connection.prepare(CLAIM).all({ uploadIds: JSON.stringify(uploadIds), idleSince, now: now() }) as UploadRow[];
      return rows.map(claimedOf);
    });
  }

  async find(tenant: string, documentId: string): Promise<DocumentView | undefined> {
    return this.view(tenant, documentId);
  }

  async list(tenant: string, page: Page): Promise<DocumentView[]> {
    const rows = this.database.connection.prepare(LIST).all({ tenant, ...page }) as UploadRow[];
    return rows.map((row) => viewOf(row, this.rows.find(row.tenant, row.document_id)));
  }

  private view(tenant: string, documentId: string): DocumentView | undefined {
    const row = this.database.connection.prepare(BY_DOCUMENT).get(tenant, documentId) as UploadRow | undefined;
    return row && viewOf(row, this.rows.find(row.tenant, row.document_id));
  }
}

function now(): string {
  return new Date().toISOString();
}

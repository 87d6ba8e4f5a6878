// The statements of a document's one transaction, kept apart so that the order of events in the repository can be read at a glance.

export const PRESENT = `SELECT id, content_hash AS contentHash, fingerprint FROM documents WHERE tenant = ? AND path = ?`;
/** A document of the tenant that was made of the same content in the same way; best the one of the same path. */
export const TWIN = `SELECT id FROM documents WHERE tenant = @tenant AND content_hash = @contentHash AND fingerprint = @fingerprint
  ORDER BY path = @path DESC LIMIT 1`;
export const HASH_OF = `SELECT content_hash FROM documents WHERE id = ? AND tenant = ?`;
export const UPSERT_DOCUMENT = `INSERT INTO documents
    (id, tenant, path, media_type, content_hash, size_bytes, pages, chunk_count, embedder, dimensions, fingerprint, revision, created_at,
     updated_at)
  VALUES (@id, @tenant, @path, @mediaType, @contentHash, @sizeBytes, @pages, @chunkCount, @embedder, @dimensions, @fingerprint, 1, @now, @now)
  ON CONFLICT (id) DO UPDATE SET
    media_type = excluded.media_type, content_hash = excluded.content_hash, size_bytes = excluded.size_bytes, pages = excluded.pages,
    chunk_count = excluded.chunk_count, embedder = excluded.embedder, dimensions = excluded.dimensions,
    fingerprint = excluded.fingerprint, revision = revision + 1, updated_at = excluded.updated_at`;
/** Nothing where another document has the path. */
export const MOVE_DOCUMENT = `UPDATE OR IGNORE documents SET path = @path, updated_at = @now WHERE id = @id AND tenant = @tenant`;
export const DELETE_DOCUMENT = `DELETE FROM documents WHERE id = ?`;

/** The id that its uploader was told before there was a document. */
export const PROMISED_ID = `SELECT document_id FROM uploads
  WHERE tenant = @tenant AND path = @path AND document_id NOT IN (SELECT id FROM documents)`;
export const NEWEST_UPLOAD = `SELECT 1 FROM uploads WHERE upload_id = @uploadId AND tenant = @tenant AND path = @path`;
export const END_UPLOAD = `DELETE FROM uploads WHERE tenant = @tenant AND path = @path`;
export const DROP_UPLOAD = `DELETE FROM uploads WHERE tenant = ? AND document_id = ?`;

export const MOVE_CHUNKS = `INSERT INTO chunks (id, tenant, document_id, chunk_index, text, page, heading, place)
  SELECT id, tenant, @id, chunk_index, text, page, heading, place FROM staging WHERE tenant = @tenant AND staging_id = @stagingId`;
export const CHUNK_IDS = `SELECT id FROM chunks WHERE document_id = ? ORDER BY chunk_index`;
export const DELETE_CHUNKS = `DELETE FROM chunks WHERE document_id = ?`;
export const INDEX_TEXT = `INSERT INTO chunks_fts (rowid, heading, text)
  SELECT id, paired_letters(coalesce(heading, '')), paired_letters(text) FROM chunks WHERE document_id = @id`;
export const UNINDEX_TEXT = `DELETE FROM chunks_fts WHERE rowid IN (SELECT id FROM chunks WHERE document_id = ?)`;

export const EPOCH = `SELECT epoch FROM corpus WHERE tenant = ?`;
export const NEXT_EPOCH = `INSERT INTO corpus (tenant, epoch) VALUES (?, 1) ON CONFLICT (tenant) DO UPDATE SET epoch = epoch + 1 RETURNING epoch`;
export const TO_OUTBOX = `INSERT INTO outbox (tenant, document_id, epoch, created_at) VALUES (?, ?, ?, ?)`;

// The statements of a document's one transaction, kept apart so that the order of events can be read at a glance.

export const PRESENT = `SELECT id, content_hash AS "contentHash", fingerprint FROM documents WHERE tenant = $1 AND path = $2`;
/** A document of the tenant that was made of the same content in the same way; best the one of the same path. */
export const TWIN = `SELECT id, path, media_type AS "mediaType", size_bytes AS "sizeBytes", pages, chunk_count AS "chunkCount", embedder, dimensions
  FROM documents WHERE tenant = $1 AND content_hash = $2 AND fingerprint = $3 ORDER BY path = $4 DESC LIMIT 1`;
export const PATHS_OF = `SELECT path FROM documents WHERE tenant = $1 AND id = $2
  UNION SELECT path FROM uploads WHERE tenant = $1 AND document_id = $2`;
export const HASH_OF = `SELECT content_hash AS hash FROM documents WHERE id = $1 AND tenant = $2`;
export const UPSERT_DOCUMENT = `INSERT INTO documents
    (id, tenant, path, media_type, content_hash, size_bytes, pages, chunk_count, embedder, dimensions, fingerprint, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
  ON CONFLICT (id) DO UPDATE SET
    media_type = excluded.media_type, content_hash = excluded.content_hash, size_bytes = excluded.size_bytes, pages = excluded.pages,
    chunk_count = excluded.chunk_count, embedder = excluded.embedder, dimensions = excluded.dimensions,
    fingerprint = excluded.fingerprint, revision = documents.revision + 1, updated_at = excluded.updated_at`;
/** Nothing where another document has the path. */
export const MOVE_DOCUMENT = `UPDATE documents SET path = $3, updated_at = $4 WHERE id = $1 AND tenant = $2
  AND NOT EXISTS (SELECT 1 FROM documents WHERE tenant = $2 AND path = $3)`;
export const DELETE_DOCUMENT = `DELETE FROM documents WHERE id = $1`;
export const NOTE_FORMER = `INSERT INTO former_contents (tenant, document_id, content_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;

/** The id that its uploader was told before there was a document. */
export const PROMISED_ID = `SELECT document_id AS id FROM uploads
  WHERE tenant = $1 AND path = $2 AND document_id NOT IN (SELECT id FROM documents)`;
export const NEWEST_UPLOAD = `SELECT 1 FROM uploads WHERE upload_id = $3 AND tenant = $1 AND path = $2`;
export const END_UPLOAD = `DELETE FROM uploads WHERE tenant = $1 AND path = $2`;
export const DROP_UPLOAD = `DELETE FROM uploads WHERE tenant = $1 AND document_id = $2`;

export const MOVE_CHUNKS = `INSERT INTO chunks (id, tenant, document_id, chunk_index, text, page, heading, place)
  SELECT id, tenant, $3, chunk_index, text, page, heading, place FROM staging WHERE tenant = $1 AND staging_id = $2`;
export const INDEX_WORDS = `INSERT INTO chunk_words (chunk_id, tenant, words, word_count)
  SELECT id, tenant, words, word_count FROM staging WHERE tenant = $1 AND staging_id = $2 AND chunk_index >= $3 AND chunk_index < $4`;
/** Their words and vectors go with them (ON DELETE CASCADE). */
export const DELETE_CHUNKS = `DELETE FROM chunks WHERE document_id = $1`;

/** Also locks the row: whoever changes documents of the tenant waits here. */
export const LOCK_CORPUS = `INSERT INTO corpus (tenant, epoch) VALUES ($1, 0) ON CONFLICT (tenant) DO UPDATE SET epoch = corpus.epoch RETURNING epoch`;
export const NEXT_EPOCH = `UPDATE corpus SET epoch = epoch + 1 WHERE tenant = $1 RETURNING epoch`;
export const TO_OUTBOX = `INSERT INTO outbox (tenant, document_id, epoch, created_at) VALUES ($1, $2, $3, $4)`;

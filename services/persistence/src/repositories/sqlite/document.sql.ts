// The statements of a document's one transaction, kept apart so that the order of events in the repository can be read at a glance.

export const STAGE = `INSERT INTO staging (tenant, staging_id, chunk_index, text, page, heading, vector, staged_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (tenant, staging_id, chunk_index) DO UPDATE SET
    text = excluded.text, page = excluded.page, heading = excluded.heading, vector = excluded.vector, staged_at = excluded.staged_at`;
export const COUNT_STAGED = `SELECT count(*) AS chunks, coalesce(sum(length(vector) <> ?), 0) AS other, max(chunk_index) AS last
  FROM staging WHERE tenant = ? AND staging_id = ?`;
export const STAGED_VECTORS = `SELECT id, vector FROM staging WHERE tenant = ? AND staging_id = ? AND id > ? ORDER BY id LIMIT ?`;
export const UNSTAGE = `DELETE FROM staging WHERE tenant = ? AND staging_id = ?`;
export const SWEEP_STAGED = `DELETE FROM staging WHERE staged_at < ?`;

export const PRESENT = `SELECT id, content_hash AS contentHash, embedder FROM documents WHERE tenant = ? AND name = ?`;
export const HASH_OF = `SELECT content_hash FROM documents WHERE id = ? AND tenant = ?`;
export const UPSERT_DOCUMENT = `INSERT INTO documents
    (id, tenant, name, media_type, content_hash, size_bytes, pages, chunk_count, embedder, dimensions, revision, created_at, updated_at)
  VALUES (@id, @tenant, @name, @mediaType, @contentHash, @sizeBytes, @pages, @chunkCount, @embedder, @dimensions, 1, @now, @now)
  ON CONFLICT (id) DO UPDATE SET
    media_type = excluded.media_type, content_hash = excluded.content_hash, size_bytes = excluded.size_bytes, pages = excluded.pages,
    chunk_count = excluded.chunk_count, embedder = excluded.embedder, dimensions = excluded.dimensions, revision = revision + 1,
    updated_at = excluded.updated_at`;
export const DELETE_DOCUMENT = `DELETE FROM documents WHERE id = ?`;

export const MOVE_CHUNKS = `INSERT INTO chunks (id, tenant, document_id, chunk_index, text, page, heading)
  SELECT id, tenant, @id, chunk_index, text, page, heading FROM staging WHERE tenant = @tenant AND staging_id = @stagingId`;
export const CHUNK_IDS = `SELECT id FROM chunks WHERE document_id = ?`;
export const DELETE_CHUNKS = `DELETE FROM chunks WHERE document_id = ?`;
export const INDEX_TEXT = `INSERT INTO chunks_fts (rowid, heading, text)
  SELECT id, coalesce(heading, ''), text FROM chunks WHERE document_id = @id`;
export const UNINDEX_TEXT = `DELETE FROM chunks_fts WHERE rowid IN (SELECT id FROM chunks WHERE document_id = ?)`;

export const CACHE_DOCUMENT = `INSERT INTO document_cache (file_hash, file_name, processed_at, chunks, metadata)
  SELECT @contentHash, @name, @now,
    json_group_array(json_object('index', chunk_index, 'text', text, 'page', page, 'heading', heading)),
    json_object('mediaType', @mediaType, 'sizeBytes', @sizeBytes, 'pages', @pages, 'embedder', @embedder, 'dimensions', @dimensions)
  FROM (SELECT * FROM chunks WHERE document_id = @id ORDER BY chunk_index) WHERE true
  ON CONFLICT (file_hash) DO UPDATE SET
    file_name = excluded.file_name, processed_at = excluded.processed_at, chunks = excluded.chunks, metadata = excluded.metadata`;
export const DROP_UNUSED_CACHE = `DELETE FROM document_cache
  WHERE file_hash = @hash AND NOT EXISTS (SELECT 1 FROM documents WHERE content_hash = @hash)`;

export const EPOCH = `SELECT epoch FROM corpus WHERE tenant = ?`;
export const NEXT_EPOCH = `INSERT INTO corpus (tenant, epoch) VALUES (?, 1) ON CONFLICT (tenant) DO UPDATE SET epoch = epoch + 1 RETURNING epoch`;
export const TO_OUTBOX = `INSERT INTO outbox (tenant, document_id, epoch, created_at) VALUES (?, ?, ?, ?)`;

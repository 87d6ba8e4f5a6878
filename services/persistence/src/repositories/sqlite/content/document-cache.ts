import type { Place } from '@docmind/contracts';
import type { SqliteConnection } from '@docmind/sqlite';
import type { DocumentFacts } from '../../../documents/document-store.port.js';

const PUT = `INSERT INTO document_cache (file_hash, file_name, processed_at, chunks, metadata)
  SELECT @contentHash, @path, @now,
    json_group_array(json_object('index', chunk_index, 'text', text, 'page', page, 'heading', heading, 'place', json(place))),
    json_object('mediaType', @mediaType, 'sizeBytes', @sizeBytes, 'pages', @pages, 'chunkCount', @chunkCount, 'embedder', @embedder,
      'dimensions', @dimensions, 'fingerprint', @fingerprint)
  FROM (SELECT * FROM chunks WHERE document_id = @id ORDER BY chunk_index) WHERE true
  ON CONFLICT (file_hash) DO UPDATE SET
    file_name = excluded.file_name, processed_at = excluded.processed_at, chunks = excluded.chunks, metadata = excluded.metadata`;
const GET = `SELECT metadata FROM document_cache WHERE file_hash = @contentHash AND metadata ->> 'fingerprint' = @fingerprint`;
const CHUNKS = `SELECT chunks FROM document_cache WHERE file_hash = ?`;
const DROP_UNUSED = `DELETE FROM document_cache
  WHERE file_hash = @hash AND NOT EXISTS (SELECT 1 FROM documents WHERE content_hash = @hash)`;

export type CachedFacts = Omit<DocumentFacts, 'stagingId' | 'path' | 'tags' | 'uploadId' | 'contentHash'>;
export interface CachedChunk {
  readonly index: number;
  readonly text: string;
  readonly page: number | null;
  readonly heading: string | null;
  /** Undefined in what was kept before places were. */
  readonly place?: Place | null;
}

/** The specification's table of processed documents, by their content: what was made of it, and how. Vectors stay in their index. */
export class DocumentCache {
  constructor(private readonly connection: SqliteConnection) {}

  /** @param document a row of `documents` whose chunks are committed */
  put(document: Omit<DocumentFacts, 'stagingId' | 'tags' | 'uploadId'> & { readonly id: string; readonly now: string }): void {
    this.connection.prepare(PUT).run(document);
  }

  /** @returns undefined where the content is not known, or was last processed in another way */
  get(content: Pick<DocumentFacts, 'contentHash' | 'fingerprint'>): CachedFacts | undefined {
    const metadata = this.connection.prepare(GET).pluck().get(content) as string | undefined;
    return metadata === undefined ? undefined : (JSON.parse(metadata) as CachedFacts);
  }

  /** In their order. */
  chunks(contentHash: string): CachedChunk[] {
    const chunks = this.connection.prepare(CHUNKS).pluck().get(contentHash) as string;
    return JSON.parse(chunks) as CachedChunk[];
  }

  /** A row goes with the last document of its content. */
  dropUnused(contentHash: string): void {
    this.connection.prepare(DROP_UNUSED).run({ hash: contentHash });
  }
}

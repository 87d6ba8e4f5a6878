import type { SqliteConnection } from '@docmind/sqlite';
import type { DocumentFacts, StagedChunk } from '../../../documents/document-store.port.js';
import type { StagedCount } from '../../../documents/staged-chunks.policy.js';
import { deleteInSteps } from './delete-in-steps.js';
import { toBytes, toFloats } from './vector-bytes.policy.js';
import type { VectorEntry } from './vector-change.js';

const PUT = `INSERT INTO staging (tenant, staging_id, chunk_index, text, page, heading, place, vector, staged_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (tenant, staging_id, chunk_index) DO UPDATE SET
    text = excluded.text, page = excluded.page, heading = excluded.heading, place = excluded.place, vector = excluded.vector, staged_at = excluded.staged_at`;
const COUNT = `SELECT count(*) AS chunks, coalesce(sum(length(vector) <> ?), 0) AS other, max(chunk_index) AS last
  FROM staging WHERE tenant = ? AND staging_id = ?`;
const VECTORS = `SELECT id, vector FROM staging WHERE tenant = ? AND staging_id = ? AND id > ? ORDER BY id LIMIT ?`;

const STALE = `DELETE FROM staging WHERE id IN (SELECT id FROM staging WHERE staged_at < @before LIMIT @step)`;

const BATCH = 256;

/** Chunks that wait for the rest of their document. */
export class StagingArea {
  constructor(private readonly connection: SqliteConnection) {}

  put(tenant: string, stagingId: string, chunks: readonly StagedChunk[]): void {
    const stagedAt = new Date().toISOString();
    const insert = this.connection.prepare(PUT);
    for (const { index, text, page, heading, place, vector } of chunks) {
      insert.run(
        tenant,
        stagingId,
        index,
        text,
        page ?? null,
        heading ?? null,
        place ? JSON.stringify(place) : null,
        toBytes(vector),
        stagedAt,
      );
    }
  }

  count(tenant: string, { stagingId, dimensions }: DocumentFacts): StagedCount {
    return this.connection.prepare(COUNT).get(dimensions * Float32Array.BYTES_PER_ELEMENT, tenant, stagingId) as StagedCount;
  }

  /** Read a page at a time: an open cursor would keep the connection from writing the vectors it yields. */
  *vectors(tenant: string, stagingId: string): Generator<readonly VectorEntry[]> {
    const read = this.connection.prepare(VECTORS);
    for (let last = 0; ;) {
      const rows = read.all(tenant, stagingId, last, BATCH) as { id: number; vector: Buffer }[];
      if (rows.length === 0) return;
      yield rows.map(({ id, vector }) => ({ chunkId: id, vector: toFloats(vector) }));
      last = rows.at(-1)?.id ?? last;
    }
  }

  clear(tenant: string, stagingId: string): void {
    this.connection.prepare(`DELETE FROM staging WHERE tenant = ? AND staging_id = ?`).run(tenant, stagingId);
  }

  removeBefore(before: string): Promise<number> {
    return deleteInSteps(this.connection, STALE, { before });
  }
}

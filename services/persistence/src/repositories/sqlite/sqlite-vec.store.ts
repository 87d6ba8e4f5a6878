import { Injectable } from '@nestjs/common';
import { otherDimensions, type VectorHit, VectorIndex, type VectorQuery } from '../../documents/vector-index.port.js';
import type { VectorChange, VectorEntry } from './content/vector-change.js';
import { SqliteDatabase } from './sqlite-database.js';
import { toBytes, toFloats } from './content/vector-bytes.policy.js';

const NEAREST = `SELECT chunk_id AS chunkId, distance FROM chunks_vec WHERE embedding MATCH ? AND k = ? AND tenant = ?`;
const NEAREST_AMONG = `${NEAREST} AND chunk_id IN (SELECT value FROM json_each(?))`;

interface Near {
  readonly chunkId: number;
  readonly distance: number | null;
}

/** Exact search by sqlite-vec in the same file as the chunks: written inside their transaction. */
@Injectable()
export class SqliteVecStore extends VectorIndex {
  constructor(private readonly database: SqliteDatabase) {
    super();
  }

  /** Throwing rolls everything back. */
  apply(change: VectorChange): void {
    const current = this.currentDimensions();
    if (current !== undefined) this.remove(change.removed);
    if (change.dimensions === 0) return;
    if (current !== change.dimensions) this.recreate(change.dimensions);
    for (const batch of change.added()) this.insert(change.tenant, batch);
  }

  /** The vectors of those chunks that are in the index. */
  read(chunkIds: readonly number[]): Map<number, Float32Array> {
    if (this.currentDimensions() === undefined) return new Map();
    const find = this.database.connection.prepare(`SELECT embedding FROM chunks_vec WHERE chunk_id = ?`).pluck();
    const found = chunkIds.map((chunkId) => [chunkId, find.get(BigInt(chunkId)) as Buffer | undefined] as const);
    return new Map(found.flatMap(([chunkId, bytes]) => (bytes ? [[chunkId, toFloats(bytes)] as const] : [])));
  }

  async search(query: VectorQuery): Promise<VectorHit[]> {
    const dimensions = this.currentDimensions();
    if (dimensions === undefined) return [];
    if (dimensions !== query.vector.length) throw otherDimensions(dimensions, query.vector.length);
    const among = query.chunkIds;
    const parameters = [toBytes(query.vector), query.limit, query.tenant, ...(among ? [JSON.stringify(among)] : [])];
    const rows = await this.database.reads.rows<Near>(among ? NEAREST_AMONG : NEAREST, parameters);
    return rows.map(({ chunkId, distance }) => ({ chunkId, similarity: 1 - (distance ?? 1) }));
  }

  private currentDimensions(): number | undefined {
    return this.database.connection.prepare(`SELECT dimensions FROM vector_index`).pluck().get() as number | undefined;
  }

  private remove(chunkIds: readonly number[]): void {
    const remove = this.database.connection.prepare(`DELETE FROM chunks_vec WHERE chunk_id = ?`);
    for (const chunkId of chunkIds) remove.run(BigInt(chunkId));
    const left = this.database.connection.prepare(`SELECT 1 FROM chunks_vec LIMIT 1`).get();
    // The last vector is gone: the next document may come from any embedder.
    if (!left) this.database.connection.prepare(`DELETE FROM vector_index`).run();
  }

  /** A vec0 table's dimensions are fixed when it is made, so an empty index is made anew for its first vector. */
  private recreate(dimensions: number): void {
    const current = this.currentDimensions();
    if (current !== undefined) throw otherDimensions(current, dimensions);
    this.database.connection.exec(
      `DROP TABLE IF EXISTS chunks_vec;
       CREATE VIRTUAL TABLE chunks_vec USING vec0 (
         chunk_id INTEGER PRIMARY KEY, tenant TEXT PARTITION KEY, embedding FLOAT[${dimensions}] distance_metric=cosine
       )`,
    );
    this.database.connection.prepare(`INSERT INTO vector_index (id, dimensions) VALUES (1, ?)`).run(dimensions);
  }

  private insert(tenant: string, batch: readonly VectorEntry[]): void {
    const insert = this.database.connection.prepare(`INSERT INTO chunks_vec (chunk_id, tenant, embedding) VALUES (?, ?, ?)`);
    for (const { chunkId, vector } of batch) insert.run(BigInt(chunkId), tenant, toBytes(vector));
  }
}

import { Injectable } from '@nestjs/common';
import { otherDimensions, type VectorHit, VectorIndex, type VectorQuery } from '../../documents/vector-index.port.js';
import { toVectorBytes } from './content/vector-bytes.policy.js';
import { PostgresDatabase } from './database/postgres-database.js';
import { rowOf } from './database/sql.js';

const DIMENSIONS = `SELECT dimensions FROM vector_index`;
const NEAREST = (among: string) => `SELECT chunk_id AS "chunkId", embedding <=> $2::vector AS distance FROM chunk_vectors
  WHERE tenant = $1 ${among} ORDER BY distance LIMIT $3`;

/** Exact search by pgvector among the tenant's vectors. */
@Injectable()
export class PostgresVectorIndex extends VectorIndex {
  constructor(private readonly database: PostgresDatabase) {
    super();
  }

  async search({ tenant, vector, limit, chunkIds }: VectorQuery): Promise<VectorHit[]> {
    const index = await rowOf<{ dimensions: number }>(this.database, DIMENSIONS);
    if (index === undefined) return [];
    if (index.dimensions !== vector.length) throw otherDimensions(index.dimensions, vector.length);
    const values = [tenant, toVectorBytes(vector), limit];
    const rows = await this.database.rows<{ chunkId: number; distance: number }>(
      NEAREST(chunkIds === undefined ? '' : 'AND chunk_id = ANY($4::bigint[])'),
      chunkIds === undefined ? values : [...values, chunkIds],
    );
    // A vector of zeros points nowhere: its distance is no number.
    return rows.map(({ chunkId, distance }) => ({ chunkId, similarity: Number.isNaN(distance) ? 0 : 1 - distance }));
  }
}

import { otherDimensions } from '../../../documents/vector-index.port.js';
import { rowOf, type Sql } from '../database/sql.js';

const DIMENSIONS = `SELECT dimensions FROM vector_index`;
const ADD = `INSERT INTO chunk_vectors (chunk_id, tenant, embedding) SELECT id, tenant, embedding FROM staging WHERE tenant = $1 AND staging_id = $2`;
const CLAIM = `INSERT INTO vector_index (id, dimensions) VALUES (1, $1) ON CONFLICT DO NOTHING`;

/** After a document's vectors went: where they were the last, the next document may come from any embedder. */
export async function forgetEmptyIndex(sql: Sql): Promise<void> {
  if (await rowOf(sql, 'SELECT 1 FROM chunk_vectors LIMIT 1')) return;
  // Whoever adds one meanwhile holds the row; what they added is seen only by the statement after.
  await sql.rows(`${DIMENSIONS} FOR UPDATE`);
  await sql.run('DELETE FROM vector_index WHERE NOT EXISTS (SELECT 1 FROM chunk_vectors)');
}

/** @throws AppError FAILED_PRECONDITION where the index holds vectors of other dimensions */
export async function addStagedVectors(sql: Sql, tenant: string, stagingId: string, dimensions: number): Promise<void> {
  const index = await claimIndex(sql, dimensions);
  if (index !== dimensions) throw otherDimensions(index, dimensions);
  await sql.run(ADD, [tenant, stagingId]);
}

/** The row that is there may go until it is held, with another tenant's last vector: then it is claimed once more. @returns the index's dimensions */
async function claimIndex(sql: Sql, dimensions: number): Promise<number> {
  await sql.run(CLAIM, [dimensions]);
  const index = await rowOf<{ dimensions: number }>(sql, `${DIMENSIONS} FOR SHARE`);
  return index?.dimensions ?? claimIndex(sql, dimensions);
}

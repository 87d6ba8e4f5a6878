import { AppError } from '@docmind/errors';
import type { DocumentFacts, StagedChunk } from '../../../documents/document-store.port.js';
import type { StagedCount } from '../../../documents/staged-chunks.policy.js';
import { rowOf, type Sql } from '../database/sql.js';
import { deleteInSteps } from './delete-in-steps.js';
import { toVectorBytes } from './vector-bytes.policy.js';
import { countOf, wordsOf } from './words.policy.js';

const PUT = (rows: string) => `INSERT INTO staging
    (tenant, staging_id, staged_at, chunk_index, text, page, heading, place, words, word_count, embedding) VALUES ${rows}
  ON CONFLICT (tenant, staging_id, chunk_index) DO UPDATE SET
    text = excluded.text, page = excluded.page, heading = excluded.heading, place = excluded.place, words = excluded.words,
    word_count = excluded.word_count, embedding = excluded.embedding, staged_at = excluded.staged_at`;
const COUNT = `SELECT count(*) AS chunks, count(*) FILTER (WHERE vector_dims(embedding) <> $3) AS other, max(chunk_index) AS last
  FROM staging WHERE tenant = $1 AND staging_id = $2`;
/** The chunks of a document that has them already, as if they were staged once more. */
const COPY = `INSERT INTO staging (tenant, staging_id, staged_at, chunk_index, text, page, heading, place, words, word_count, embedding)
  SELECT c.tenant, $2, $3, c.chunk_index, c.text, c.page, c.heading, c.place, w.words, w.word_count, v.embedding
  FROM chunks AS c JOIN chunk_words AS w ON w.chunk_id = c.id JOIN chunk_vectors AS v ON v.chunk_id = c.id WHERE c.document_id = $1`;
const STALE = `DELETE FROM staging WHERE id IN (SELECT id FROM staging WHERE staged_at < $2 LIMIT $1)`;

/** pgvector's own limit. */
const MOST_DIMENSIONS = 16_000;
const ROWS_AT_ONCE = 200;

/** Sets chunks aside; of two with one number the last counts. */
export async function stageChunks(sql: Sql, tenant: string, stagingId: string, chunks: readonly StagedChunk[]): Promise<void> {
  const distinct = [...new Map(chunks.map((chunk) => [chunk.index, chunk])).values()];
  for (let at = 0; at < distinct.length; at += ROWS_AT_ONCE) {
    const some = distinct.slice(at, at + ROWS_AT_ONCE);
    const values: unknown[] = [tenant, stagingId, new Date().toISOString()];
    const rows = some.map((chunk) => {
      const first = values.length + 1;
      values.push(...valuesOf(chunk));
      const place = (offset: number) => `$${first + offset}`;
      return `($1, $2, $3, ${[0, 1, 2, 3, 4].map(place).join(', ')}, to_tsvector('docmind.words', ${place(5)}), ${place(6)}, ${place(7)}::vector)`;
    });
    await sql.run(PUT(rows.join(', ')), values);
  }
}

export async function copyToStaging(sql: Sql, documentId: string, stagingId: string): Promise<void> {
  await sql.run(COPY, [documentId, stagingId, new Date().toISOString()]);
}

export async function countStaged(sql: Sql, tenant: string, { stagingId, dimensions }: DocumentFacts): Promise<StagedCount> {
  return (await rowOf<StagedCount>(sql, COUNT, [tenant, stagingId, dimensions])) as StagedCount;
}

export async function clearStaging(sql: Sql, tenant: string, stagingId: string): Promise<void> {
  await sql.run(`DELETE FROM staging WHERE tenant = $1 AND staging_id = $2`, [tenant, stagingId]);
}

export function removeStagedBefore(sql: Sql, before: string): Promise<number> {
  return deleteInSteps(sql, STALE, [before]);
}

function valuesOf({ index, text, page, heading, place, vector }: StagedChunk): unknown[] {
  if (vector.length > MOST_DIMENSIONS) {
    throw new AppError(
      'INVALID_ARGUMENT',
      `A vector of ${vector.length} dimensions is more than the ${MOST_DIMENSIONS} that pgvector takes`,
    );
  }
  const words = wordsOf(`${heading ?? ''} ${text}`);
  return [
    ...[index, text, page ?? null, heading ?? null, place ? JSON.stringify(place) : null],
    ...[words, countOf(words), toVectorBytes(vector)],
  ];
}

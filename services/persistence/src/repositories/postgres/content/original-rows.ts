import { assertWhole } from '../../../documents/original-parts.policy.js';
import type { PostgresDatabase } from '../database/postgres-database.js';
import { lock, rowOf, type Sql } from '../database/sql.js';
import { deleteInSteps } from './delete-in-steps.js';

const STAGED = `SELECT o.id, o.size_bytes AS expected,
    (SELECT coalesce(sum(octet_length(p.bytes)), 0)::bigint FROM original_parts AS p WHERE p.original_id = o.id) AS staged
  FROM originals AS o WHERE o.tenant = $1 AND o.staging_id = $2 AND o.state = 'staged' FOR UPDATE OF o`;
const IS_KEPT = `SELECT 1 FROM originals WHERE tenant = $1 AND content_hash = $2 AND state = 'kept'`;
const KEEP = `UPDATE originals SET state = CASE WHEN EXISTS (${IS_KEPT}) THEN 'gone' ELSE 'kept' END WHERE id = $3`;
const DROP_UNUSED = `UPDATE originals SET state = 'gone' WHERE tenant = $1 AND content_hash = $2 AND state = 'kept'
  AND NOT EXISTS (SELECT 1 FROM documents WHERE tenant = $1 AND content_hash = $2)`;
const END_STALE = `UPDATE originals SET state = 'gone' WHERE state = 'staged' AND staged_at < $1`;
const END_STAGED = `UPDATE originals SET state = 'gone' WHERE state = 'staged' AND tenant = $1 AND ($2::text[] IS NULL OR content_hash = ANY($2))`;
const DELETE_PARTS = `DELETE FROM original_parts WHERE (original_id, part) IN (
  SELECT p.original_id, p.part FROM originals AS o JOIN original_parts AS p ON p.original_id = o.id WHERE o.state = 'gone' LIMIT $1)`;
const DELETE_EMPTIED = `DELETE FROM originals AS o WHERE state = 'gone' AND NOT EXISTS (SELECT 1 FROM original_parts WHERE original_id = o.id)`;
/** Two who delete at once would each count what the other has deleted, and end before all is gone. */
const GONE = ['originals that are gone'];
/** Some parts are as long as thousands of other rows. */
const PARTS_AT_ONCE = 64;

export async function isOriginalKept(sql: Sql, tenant: string, contentHash: string): Promise<boolean> {
  return (await rowOf(sql, IS_KEPT, [tenant, contentHash])) !== undefined;
}

/**
 * What was staged under the id, if anything, is the content's original from here on.
 * @throws AppError FAILED_PRECONDITION when a part of it is missing
 */
export async function keepOriginal(
  sql: Sql,
  tenant: string,
  { stagingId, contentHash, path }: { stagingId: string; contentHash: string; path: string },
): Promise<void> {
  const found = await rowOf<{ id: number; expected: number; staged: number }>(sql, STAGED, [tenant, stagingId]);
  if (!found) return;
  assertWhole(found, path);
  await sql.run(KEEP, [tenant, contentHash, found.id]);
}

/** It goes with the tenant's last document of its content. */
export async function dropUnusedOriginal(sql: Sql, tenant: string, contentHash: string): Promise<void> {
  await sql.run(DROP_UNUSED, [tenant, contentHash]);
}

/** Of uploads that nobody finished. @param before ISO */
export async function removeStagedOriginalsBefore(database: PostgresDatabase, before: string): Promise<void> {
  await database.run(END_STALE, [before]);
  await deleteGone(database);
}

/** Without contents all of the tenant's. */
export async function removeStagedOriginals(
  database: PostgresDatabase,
  tenant: string,
  contentHashes: readonly string[] | undefined,
): Promise<void> {
  await database.run(END_STAGED, [tenant, contentHashes ?? null]);
  await deleteGone(database);
}

/** Deletes the bytes of what is gone; also those that a process that ended had left to be deleted. */
export async function deleteGone(database: PostgresDatabase): Promise<void> {
  const run: Sql['run'] = (statement, values) =>
    database.inLine([GONE], async (sql) => {
      await lock(sql, ...GONE);
      return sql.run(statement, values);
    });
  await deleteInSteps({ run }, DELETE_PARTS, [], PARTS_AT_ONCE);
  await run(DELETE_EMPTIED);
}

/** After a change that is committed, which is no failure because of what is left: the next who deletes takes it too, erasure and housekeeping among them. */
export async function tryToDeleteGone(database: PostgresDatabase): Promise<void> {
  await deleteGone(database).catch(() => undefined);
}

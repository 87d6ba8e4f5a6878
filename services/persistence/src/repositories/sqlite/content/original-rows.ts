import type { SqliteConnection } from '@docmind/sqlite';
import { assertWhole } from '../../../documents/original-parts.policy.js';
import { deleteInSteps } from './delete-in-steps.js';

const STAGED = `SELECT id, size_bytes AS expected, (SELECT coalesce(sum(length(bytes)), 0) FROM original_parts WHERE original_id = o.id) AS staged
  FROM originals AS o WHERE tenant = ? AND staging_id = ? AND state = 'staged'`;
const IS_KEPT = `SELECT 1 FROM originals WHERE tenant = @tenant AND content_hash = @contentHash AND state = 'kept'`;
const KEEP = `UPDATE originals SET state = CASE WHEN EXISTS (${IS_KEPT}) THEN 'gone' ELSE 'kept' END WHERE id = @id`;
const DROP_UNUSED = `UPDATE originals SET state = 'gone' WHERE tenant = @tenant AND content_hash = @contentHash AND state = 'kept'
  AND NOT EXISTS (SELECT 1 FROM documents WHERE tenant = @tenant AND content_hash = @contentHash)`;
const END_STALE = `UPDATE originals SET state = 'gone' WHERE state = 'staged' AND staged_at < ?`;
const END_STAGED = `UPDATE originals SET state = 'gone' WHERE state = 'staged' AND tenant = @tenant
  AND (@hashes IS NULL OR content_hash IN (SELECT value FROM json_each(@hashes)))`;
const DELETE_PARTS = `DELETE FROM original_parts WHERE rowid IN (
  SELECT p.rowid FROM originals AS o JOIN original_parts AS p ON p.original_id = o.id WHERE o.state = 'gone' LIMIT @step)`;
const DELETE_EMPTIED = `DELETE FROM originals WHERE state = 'gone' AND id NOT IN (SELECT original_id FROM original_parts)`;
/** Some parts are as long as thousands of other rows. */
const FIRST_PARTS = 1;

/** What happens to originals within a document's transaction, and right after it. */
export class OriginalRows {
  constructor(private readonly connection: SqliteConnection) {}

  isKept(tenant: string, contentHash: string): boolean {
    return this.connection.prepare(IS_KEPT).get({ tenant, contentHash }) !== undefined;
  }

  /**
   * What was staged under the id, if anything, is the content's original from here on.
   * @throws AppError FAILED_PRECONDITION when a part of it is missing
   */
  keep(tenant: string, { stagingId, contentHash, path }: { stagingId: string; contentHash: string; path: string }): void {
    const found = this.connection.prepare(STAGED).get(tenant, stagingId) as { id: number; expected: number; staged: number } | undefined;
    if (!found) return;
    assertWhole(found, path);
    this.connection.prepare(KEEP).run({ tenant, contentHash, id: found.id });
  }

  /** It goes with the tenant's last document of its content. */
  dropUnused(tenant: string, contentHash: string): void {
    this.connection.prepare(DROP_UNUSED).run({ tenant, contentHash });
  }

  /** Of uploads that nobody finished. @param before ISO */
  async removeStagedBefore(before: string): Promise<void> {
    this.connection.prepare(END_STALE).run(before);
    await this.deleteGone();
  }

  /** Without contents all of the tenant's. */
  async removeStaged(tenant: string, contentHashes: readonly string[] | undefined): Promise<void> {
    this.connection.prepare(END_STAGED).run({ tenant, hashes: contentHashes === undefined ? null : JSON.stringify(contentHashes) });
    await this.deleteGone();
  }

  /** Deletes the bytes of what is gone, a little at a time; also those that a process that ended had left to be deleted. */
  async deleteGone(): Promise<void> {
    await deleteInSteps(this.connection, DELETE_PARTS, {}, FIRST_PARTS);
    this.connection.prepare(DELETE_EMPTIED).run();
  }
}

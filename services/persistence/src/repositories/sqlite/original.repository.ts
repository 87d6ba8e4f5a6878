import { isShownAsItIs, type OriginalPart } from '@docmind/contracts';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { assertOffered, assertPartFits, type KeptPart, toOriginalPart } from '../../documents/original-parts.policy.js';
import { type KeptOriginal, whatGoes } from '../../documents/original-room.policy.js';
import { type OfferedOriginal, OriginalStore } from '../../documents/original-store.port.js';
import { OriginalRows } from './content/original-rows.js';
import type { SqliteDatabase } from './sqlite-database.js';

/** Also of what is staged: what was let in has its room. What is gone is being deleted. */
const TAKEN = `SELECT tenant, sum(size_bytes) FROM originals WHERE state <> 'gone' GROUP BY tenant`;
const OLDEST = `SELECT id, sizeBytes FROM (
    SELECT id, size_bytes AS sizeBytes, sum(size_bytes) OVER (ORDER BY id) - size_bytes AS before FROM originals WHERE tenant = @owner AND state = 'kept')
  WHERE before < @bytes`;
const END = `UPDATE originals SET state = 'gone' WHERE id IN (SELECT value FROM json_each(?))`;
const OFFER = `INSERT OR IGNORE INTO originals (tenant, content_hash, size_bytes, staging_id, staged_at)
  VALUES (@tenant, @contentHash, @sizeBytes, @stagingId, @now)`;
const STAGE = `INSERT OR REPLACE INTO original_parts (original_id, part, bytes)
  SELECT id, @part, @bytes FROM originals WHERE tenant = @tenant AND staging_id = @stagingId AND state = 'staged'`;
const READ = `SELECT d.path, d.media_type AS mediaType, o.content_hash AS contentHash, o.size_bytes AS sizeBytes, p.bytes
  FROM documents AS d JOIN originals AS o ON o.tenant = d.tenant AND o.content_hash = d.content_hash AND o.state = 'kept'
  LEFT JOIN original_parts AS p ON p.original_id = o.id AND p.part = @part
  WHERE d.tenant = @tenant AND d.id = @id`;
const END_ALL = `UPDATE originals SET state = 'gone'`;

export class OriginalRepository extends OriginalStore implements OnApplicationBootstrap {
  private readonly rows: OriginalRows;

  /** @param maxBytes of all of them together; 0 keeps none */
  constructor(
    private readonly database: SqliteDatabase,
    private readonly maxBytes: number,
  ) {
    super();
    this.rows = new OriginalRows(database.connection);
  }

  async offer(tenant: string, { mediaType, stagingId, ...original }: OfferedOriginal): Promise<boolean> {
    if (!isShownAsItIs(mediaType)) return false;
    const { isWanted, isFreed } = await this.database.transaction(() => {
      const going = this.rows.isKept(tenant, original.contentHash) ? undefined : this.goingFor(tenant, original.sizeBytes);
      if (going === undefined || stagingId === undefined) return { isWanted: going !== undefined, isFreed: false };
      this.database.connection.prepare(END).run(JSON.stringify(going));
      this.database.connection.prepare(OFFER).run({ tenant, stagingId, ...original, now: new Date().toISOString() });
      return { isWanted: true, isFreed: going.length > 0 };
    });
    if (isFreed) await this.rows.deleteGone();
    return isWanted;
  }

  async stage(tenant: string, stagingId: string, part: number, bytes: Uint8Array): Promise<void> {
    assertPartFits(bytes);
    assertOffered(this.database.connection.prepare(STAGE).run({ tenant, stagingId, part, bytes }).changes);
  }

  async read(tenant: string, documentId: string, part: number): Promise<OriginalPart | undefined> {
    const row = this.database.connection.prepare(READ).get({ tenant, id: documentId, part }) as KeptPart | undefined;
    return row && toOriginalPart(row);
  }

  /** Where none is to be kept, those go that were kept before. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.maxBytes > 0) return;
    this.database.connection.prepare(END_ALL).run();
    await this.rows.deleteGone();
  }

  /** Ids of others' originals that make room for this one; undefined where it gets none. */
  private goingFor(tenant: string, sizeBytes: number): number[] | undefined {
    const taken = new Map(this.database.connection.prepare(TAKEN).raw().all() as [string, number][]);
    const going = whatGoes({ maxBytes: this.maxBytes, taken }, tenant, sizeBytes);
    let asked = going.next();
    while (!asked.done) asked = going.next(this.database.connection.prepare(OLDEST).all(asked.value) as KeptOriginal[]);
    return asked.value;
  }
}

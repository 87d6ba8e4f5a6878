import { isShownAsItIs, type OriginalPart } from '@docmind/contracts';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { assertOffered, assertPartFits, type KeptPart, toOriginalPart } from '../../documents/original-parts.policy.js';
import { type KeptOriginal, whatGoes } from '../../documents/original-room.policy.js';
import { type OfferedOriginal, OriginalStore } from '../../documents/original-store.port.js';
import { deleteGone, isOriginalKept, tryToDeleteGone } from './content/original-rows.js';
import type { PostgresDatabase } from './database/postgres-database.js';
import { lock, rowOf, type Sql } from './database/sql.js';

/** Also of what is staged: what was let in has its room. What is gone is being deleted. */
const TAKEN = `SELECT tenant, sum(size_bytes)::bigint AS bytes FROM originals WHERE state <> 'gone' GROUP BY tenant`;
const OLDEST = `SELECT id, "sizeBytes" FROM (
    SELECT id, size_bytes AS "sizeBytes", sum(size_bytes) OVER (ORDER BY id) - size_bytes AS before FROM originals WHERE tenant = $1 AND state = 'kept') AS own
  WHERE before < $2`;
const END = `UPDATE originals SET state = 'gone' WHERE id = ANY ($1::bigint[])`;
const OFFER = `INSERT INTO originals (tenant, content_hash, size_bytes, staging_id, staged_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`;
/** Whoever ends what is staged waits for the part, so that none is left behind. */
const STAGE = `WITH offered AS (SELECT id FROM originals WHERE tenant = $1 AND staging_id = $2 AND state = 'staged' FOR SHARE)
  INSERT INTO original_parts (original_id, part, bytes) SELECT id, $3, $4 FROM offered
  ON CONFLICT (original_id, part) DO UPDATE SET bytes = excluded.bytes`;
const READ = `SELECT d.path, d.media_type AS "mediaType", o.content_hash AS "contentHash", o.size_bytes AS "sizeBytes", p.bytes
  FROM documents AS d JOIN originals AS o ON o.tenant = d.tenant AND o.content_hash = d.content_hash AND o.state = 'kept'
  LEFT JOIN original_parts AS p ON p.original_id = o.id AND p.part = $3
  WHERE d.tenant = $1 AND d.id = $2`;

/** Two who ask at once must not both get the last room. */
const ROOM = ['room of originals'];

export class PostgresOriginalStore extends OriginalStore implements OnApplicationBootstrap {
  /** @param maxBytes of all of them together; 0 keeps none */
  constructor(
    private readonly database: PostgresDatabase,
    private readonly maxBytes: number,
  ) {
    super();
  }

  async offer(tenant: string, { mediaType, stagingId, contentHash, sizeBytes }: OfferedOriginal): Promise<boolean> {
    if (!isShownAsItIs(mediaType)) return false;
    const { isWanted, isFreed } = await this.database.inLine([ROOM], async (sql) => {
      await lock(sql, ...ROOM);
      const going = (await isOriginalKept(sql, tenant, contentHash)) ? undefined : await this.goingFor(sql, tenant, sizeBytes);
      if (going === undefined || stagingId === undefined) return { isWanted: going !== undefined, isFreed: false };
      if (going.length > 0) await sql.run(END, [going]);
      await sql.run(OFFER, [tenant, contentHash, sizeBytes, stagingId, new Date().toISOString()]);
      return { isWanted: true, isFreed: going.length > 0 };
    });
    if (isFreed) await tryToDeleteGone(this.database);
    return isWanted;
  }

  async stage(tenant: string, stagingId: string, part: number, bytes: Uint8Array): Promise<void> {
    assertPartFits(bytes);
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    assertOffered(await this.database.run(STAGE, [tenant, stagingId, part, view]));
  }

  async read(tenant: string, documentId: string, part: number): Promise<OriginalPart | undefined> {
    const row = await rowOf<KeptPart>(this.database, READ, [tenant, documentId, part]);
    return row && toOriginalPart(row);
  }

  /** Where none is to be kept, those go that were kept before. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.maxBytes > 0) return;
    await this.database.run(`UPDATE originals SET state = 'gone'`);
    await deleteGone(this.database);
  }

  /** Ids of others' originals that make room for this one; undefined where it gets none. */
  private async goingFor(sql: Sql, tenant: string, sizeBytes: number): Promise<number[] | undefined> {
    const taken = await sql.rows<{ tenant: string; bytes: number }>(TAKEN);
    const room = { maxBytes: this.maxBytes, taken: new Map(taken.map((row) => [row.tenant, row.bytes])) };
    const going = whatGoes(room, tenant, sizeBytes);
    let asked = going.next();
    while (!asked.done) asked = going.next(await sql.rows<KeptOriginal>(OLDEST, [asked.value.owner, asked.value.bytes]));
    return asked.value;
  }
}

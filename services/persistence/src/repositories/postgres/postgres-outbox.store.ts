import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import { type OutboxRow, OutboxStore } from '../../outbox/outbox-store.port.js';
import { PostgresDatabase } from './database/postgres-database.js';
import { rowOf } from './database/sql.js';

const PENDING = `SELECT id, tenant, document_id AS "documentId", epoch FROM outbox ORDER BY id LIMIT $1`;
/** Longer than one call to the cache may take. */
const TAKE_TURN = `UPDATE outbox_turn SET holder = $1, expires_at = clock_timestamp() + interval '10 seconds'
  WHERE holder = $1 OR expires_at <= clock_timestamp()`;
const END_TURN = `UPDATE outbox_turn SET expires_at = 'epoch' WHERE holder = $1`;
const ASKED_EVERY_MS = 100;
const WAITS_MS = 15_000;

/** One replica delivers at a time, so that the cache hears of changes in their order; what one that ended had left another one takes over. */
@Injectable()
export class PostgresOutboxStore extends OutboxStore {
  override readonly isShared = true;
  private readonly self = randomUUID();

  constructor(private readonly database: PostgresDatabase) {
    super();
  }

  /** Waits for its turn while another replica delivers. */
  async pending(limit: number): Promise<OutboxRow[]> {
    for (const until = Date.now() + WAITS_MS; ;) {
      if ((await this.count()) === 0) return this.ended();
      if ((await this.database.run(TAKE_TURN, [this.self])) > 0) return this.database.rows<OutboxRow>(PENDING, [limit]);
      if (Date.now() > until) throw new AppError('UNAVAILABLE', 'Another replica is still telling the cache', { retryable: true });
      await delay(ASKED_EVERY_MS);
    }
  }

  async remove(ids: readonly number[]): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql.run('DELETE FROM outbox WHERE id = ANY($1::bigint[])', [ids]);
      await sql.run(TAKE_TURN, [this.self]);
    });
  }

  async count(): Promise<number> {
    return (await rowOf<{ count: number }>(this.database, 'SELECT count(*) AS count FROM outbox'))?.count ?? 0;
  }

  private async ended(): Promise<OutboxRow[]> {
    await this.database.run(END_TURN, [this.self]);
    return [];
  }
}

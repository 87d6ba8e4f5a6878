import { Injectable } from '@nestjs/common';
import { type OutboxRow, OutboxStore } from '../../outbox/outbox-store.port.js';
import { SqliteDatabase } from './sqlite-database.js';

const PENDING = `SELECT id, tenant, document_id AS documentId, epoch FROM outbox ORDER BY id LIMIT ?`;

@Injectable()
export class OutboxRepository extends OutboxStore {
  constructor(private readonly database: SqliteDatabase) {
    super();
  }

  async pending(limit: number): Promise<OutboxRow[]> {
    return this.database.connection.prepare(PENDING).all(limit) as OutboxRow[];
  }

  async remove(ids: readonly number[]): Promise<void> {
    this.database.connection.prepare(`DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))`).run(JSON.stringify(ids));
  }

  async count(): Promise<number> {
    return this.database.connection.prepare(`SELECT count(*) FROM outbox`).pluck().get() as number;
  }
}

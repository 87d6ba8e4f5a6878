import type { PerformanceRecord } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { type PerformancePage, type PerformanceRange, PerformanceStore } from '../../performance/performance-store.port.js';
import { deleteInSteps } from './content/delete-in-steps.js';
import { SqliteDatabase } from './sqlite-database.js';

const INSERT = `INSERT INTO performance_logs (record_id, operation, latency_ms, tokens_processed, timestamp, metrics)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (record_id) DO NOTHING`;

/** By the moment first, as there is an index for that: a table of a month is not read to its end for an hour of it. */
const SELECT = `SELECT id, record_id, operation, latency_ms, tokens_processed, timestamp, metrics FROM performance_logs
                WHERE timestamp >= ? AND timestamp < ? AND id > ? ORDER BY id LIMIT ?`;

interface Row {
  readonly id: number;
  readonly record_id: string;
  readonly operation: string;
  readonly latency_ms: number;
  readonly tokens_processed: number;
  readonly timestamp: string;
  readonly metrics: string;
}

const OLDER = `DELETE FROM performance_logs WHERE id IN (SELECT id FROM performance_logs WHERE timestamp < @before LIMIT @step)`;
const FIRST_BEYOND = `SELECT id FROM performance_logs ORDER BY id DESC LIMIT 1 OFFSET ?`;
const OLDEST = `DELETE FROM performance_logs WHERE id IN (SELECT id FROM performance_logs WHERE id <= @last ORDER BY id LIMIT @step)`;

@Injectable()
export class PerformanceRepository extends PerformanceStore {
  constructor(private readonly database: SqliteDatabase) {
    super();
  }

  async append(records: readonly PerformanceRecord[]): Promise<number> {
    return this.database.transaction(() => {
      const insert = this.database.connection.prepare(INSERT);
      const run = ({ id, operation, latencyMs, tokensProcessed, timestamp, metrics }: PerformanceRecord) =>
        insert.run(id, operation, latencyMs, tokensProcessed, timestamp, JSON.stringify(metrics)).changes;
      return records.reduce((written, record) => written + run(record), 0);
    });
  }

  async list({ from, to, after, limit }: PerformanceRange): Promise<PerformancePage> {
    const rows = this.database.connection.prepare<unknown[], Row>(SELECT).all(from, to, after, limit);
    const records = rows.map(({ record_id, operation, latency_ms, tokens_processed, timestamp, metrics }) => ({
      id: record_id,
      operation,
      latencyMs: latency_ms,
      tokensProcessed: tokens_processed,
      timestamp,
      metrics: JSON.parse(metrics) as PerformanceRecord['metrics'],
    }));
    return { records, ...(rows.length < limit ? {} : { after: rows.at(-1)?.id }) };
  }

  removeOlderThan(before: string): Promise<number> {
    return deleteInSteps(this.database.connection, OLDER, { before });
  }

  async removeBeyond(maxRecords: number): Promise<number> {
    const { connection } = this.database;
    const last = connection.prepare(FIRST_BEYOND).pluck().get(maxRecords);
    return last === undefined ? 0 : deleteInSteps(connection, OLDEST, { last });
  }
}

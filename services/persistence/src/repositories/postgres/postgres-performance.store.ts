import type { PerformanceRecord } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { type PerformancePage, type PerformanceRange, PerformanceStore } from '../../performance/performance-store.port.js';
import { PostgresDatabase } from './database/postgres-database.js';
import { rowOf } from './database/sql.js';
import { deleteInSteps } from './content/delete-in-steps.js';

const INSERT = `INSERT INTO performance_logs (record_id, operation, latency_ms, tokens_processed, timestamp, metrics)
  SELECT r.record_id, r.operation, r.latency_ms, r.tokens_processed, r.timestamp, r.metrics FROM unnest($1::text[], $2::text[], $3::float8[], $4::bigint[], $5::timestamptz[], $6::text[]) WITH ORDINALITY
    AS r (record_id, operation, latency_ms, tokens_processed, timestamp, metrics, place)
  ORDER BY r.place ON CONFLICT (record_id) DO NOTHING`;
const SELECT = `SELECT id AS place, record_id AS id, operation, latency_ms AS "latencyMs", tokens_processed AS "tokensProcessed", timestamp, metrics
  FROM performance_logs WHERE timestamp >= $1 AND timestamp < $2 AND id > $3 ORDER BY id LIMIT $4`;
const OLDER = `DELETE FROM performance_logs WHERE id IN (SELECT id FROM performance_logs WHERE timestamp < $2 LIMIT $1)`;
const FIRST_BEYOND = `SELECT id FROM performance_logs ORDER BY id DESC LIMIT 1 OFFSET $1`;
const OLDEST = `DELETE FROM performance_logs WHERE id IN (SELECT id FROM performance_logs WHERE id <= $2 ORDER BY id LIMIT $1)`;

interface Row extends Omit<PerformanceRecord, 'metrics'> {
  readonly place: number;
  readonly metrics: string;
}

@Injectable()
export class PostgresPerformanceStore extends PerformanceStore {
  constructor(private readonly database: PostgresDatabase) {
    super();
  }

  async append(records: readonly PerformanceRecord[]): Promise<number> {
    const column = <Value>(of: (record: PerformanceRecord) => Value) => records.map(of);
    return this.database.run(INSERT, [
      column(({ id }) => id),
      column(({ operation }) => operation),
      column(({ latencyMs }) => latencyMs),
      column(({ tokensProcessed }) => tokensProcessed),
      column(({ timestamp }) => timestamp),
      column(({ metrics }) => JSON.stringify(metrics)),
    ]);
  }

  async list({ from, to, after, limit }: PerformanceRange): Promise<PerformancePage> {
    const rows = await this.database.rows<Row>(SELECT, [from, to, after, limit]);
    const records = rows.map(({ place: _place, metrics, ...row }) => ({
      ...row,
      metrics: JSON.parse(metrics) as PerformanceRecord['metrics'],
    }));
    return { records, ...(rows.length < limit ? {} : { after: rows.at(-1)?.place }) };
  }

  removeOlderThan(before: string): Promise<number> {
    return deleteInSteps(this.database, OLDER, [before]);
  }

  async removeBeyond(maxRecords: number): Promise<number> {
    const last = await rowOf<{ id: number }>(this.database, FIRST_BEYOND, [maxRecords]);
    return last === undefined ? 0 : deleteInSteps(this.database, OLDEST, [last.id]);
  }
}

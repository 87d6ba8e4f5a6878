import { describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../testing/test-database.fixture.js';
import { PerformanceRepository } from './performance.repository.js';

function record(id: string, timestamp = '2026-01-01T00:00:00.000Z') {
  return { id, operation: 'query', latencyMs: 12.5, tokensProcessed: 7, timestamp, metrics: { cacheResult: 'miss' as const, room: 1 } };
}

describe('PerformanceRepository', () => {
  it('writes a record that is delivered twice once', async () => {
    const database = await openTestDatabase();
    const performance = new PerformanceRepository(database);
    expect(await performance.append([record('record-1'), record('record-2')])).toBe(2);
    expect(await performance.append([record('record-2'), record('record-3')])).toBe(1);
    const rows = database.connection.prepare('SELECT operation, latency_ms, tokens_processed, metrics FROM performance_logs').all();
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual({ operation: 'query', latency_ms: 12.5, tokens_processed: 7, metrics: '{"cacheResult":"miss","room":1}' });
  });

  it('lists those of a time, page by page, as they were given', async () => {
    const performance = new PerformanceRepository(await openTestDatabase());
    const times = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z', '2026-01-01T00:02:00.000Z', '2026-01-01T01:00:00.000Z'];
    const records = times.map((time, index) => record(`record-${index}`, time));
    await performance.append(records);
    const range = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z', limit: 2 };
    const first = await performance.list({ ...range, after: 0 });
    expect(first).toEqual({ records: records.slice(0, 2), after: 2 });
    expect(await performance.list({ ...range, after: first.after ?? 0 })).toEqual({ records: records.slice(2, 3) });
  });

  it('removes what is older than a moment', async () => {
    const performance = new PerformanceRepository(await openTestDatabase());
    await performance.append([record('record-1', '2025-01-01T00:00:00.000Z'), record('record-2')]);
    expect(await performance.removeOlderThan('2026-01-01T00:00:00.000Z')).toBe(1);
  });
});

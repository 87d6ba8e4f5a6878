import { describe, expect, it } from 'vitest';
import { describePerformanceStore } from '../../performance/performance-store.contract.js';
import { openTestDatabase } from '../../testing/test-database.fixture.js';
import { PerformanceRepository } from './performance.repository.js';

function record(id: string, timestamp = '2026-01-01T00:00:00.000Z') {
  return { id, operation: 'query', latencyMs: 12.5, tokensProcessed: 7, timestamp, metrics: { cacheResult: 'miss' as const, room: 1 } };
}

describe('PerformanceRepository', () => {
  describePerformanceStore(async () => new PerformanceRepository(await openTestDatabase()));

  it('writes a record that is delivered twice once', async () => {
    const database = await openTestDatabase();
    const performance = new PerformanceRepository(database);
    expect(await performance.append([record('record-1'), record('record-2')])).toBe(2);
    expect(await performance.append([record('record-2'), record('record-3')])).toBe(1);
    const rows = database.connection.prepare('SELECT operation, latency_ms, tokens_processed, metrics FROM performance_logs').all();
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual({ operation: 'query', latency_ms: 12.5, tokens_processed: 7, metrics: '{"cacheResult":"miss","room":1}' });
  });
});

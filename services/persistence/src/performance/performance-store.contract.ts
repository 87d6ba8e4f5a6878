import { expect, it } from 'vitest';
import type { PerformanceStore } from './performance-store.port.js';

function record(id: string, timestamp = '2026-01-01T00:00:00.000Z') {
  return { id, operation: 'query', latencyMs: 12.5, tokensProcessed: 7, timestamp, metrics: { cacheResult: 'miss' as const, room: 1 } };
}

/** What holds in whichever database records lie. */
export function describePerformanceStore(open: () => Promise<PerformanceStore>): void {
  it('writes a record that is delivered twice once', async () => {
    const performance = await open();
    expect(await performance.append([record('record-1'), record('record-2')])).toBe(2);
    expect(await performance.append([record('record-2'), record('record-3')])).toBe(1);
    const range = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z', after: 0, limit: 10 };
    expect((await performance.list(range)).records).toEqual(['record-1', 'record-2', 'record-3'].map((id) => record(id)));
  });

  it('lists those of a time, page by page, as they were given', async () => {
    const performance = await open();
    const times = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z', '2026-01-01T00:02:00.000Z', '2026-01-01T01:00:00.000Z'];
    const records = times.map((time, index) => record(`record-${index}`, time));
    await performance.append(records);
    const range = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z', limit: 2 };
    const first = await performance.list({ ...range, after: 0 });
    expect(first).toEqual({ records: records.slice(0, 2), after: 2 });
    expect(await performance.list({ ...range, after: first.after ?? 0 })).toEqual({ records: records.slice(2, 3) });
  });

  it('removes what is older than a moment, and the oldest beyond a number', async () => {
    const performance = await open();
    await performance.append([record('record-1', '2025-01-01T00:00:00.000Z'), ...['2', '3', '4'].map((id) => record(`record-${id}`))]);
    expect(await performance.removeOlderThan('2026-01-01T00:00:00.000Z')).toBe(1);
    expect(await performance.removeBeyond(2)).toBe(1);
    expect(await performance.removeBeyond(2)).toBe(0);
    const range = { from: '2025-01-01T00:00:00.000Z', to: '2027-01-02T00:00:00.000Z', after: 0, limit: 10 };
    expect((await performance.list(range)).records.map(({ id }) => id)).toEqual(['record-3', 'record-4']);
  });
}

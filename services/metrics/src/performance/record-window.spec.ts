import type { PerformanceRecord } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { RecordWindow } from './record-window.js';

function records(from: number, count: number): PerformanceRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `record-${from + index}`,
    operation: 'query',
    latencyMs: 1,
    tokensProcessed: 0,
    timestamp: '',
    metrics: {},
  }));
}

describe('RecordWindow', () => {
  it('forgets what is older than the window', () => {
    const window = new RecordWindow({ windowMs: 1_000, maxRecords: 100 });
    window.add(records(0, 2), 0);
    window.add(records(2, 1), 600);
    expect(window.at(900)).toHaveLength(3);
    expect(window.at(1_000).map(({ id }) => id)).toEqual(['record-2']);
    expect(window.at(2_000)).toEqual([]);
  });

  it('keeps the newest when there are too many', () => {
    const window = new RecordWindow({ windowMs: 1_000, maxRecords: 10 });
    for (let from = 0; from < 1_000; from += 5) window.add(records(from, 5), from / 10);
    expect(window.at(100).map(({ id }) => id)).toEqual(records(990, 10).map(({ id }) => id));
  });
});

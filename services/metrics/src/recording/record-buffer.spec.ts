import type { PerformanceRecord } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { RecordBuffer } from './record-buffer.js';

function record(id: number, note = ''): PerformanceRecord {
  return { id: `record-${id}`, operation: 'query', latencyMs: 1, tokensProcessed: 0, timestamp: '', metrics: { note } };
}
const ids = (records: readonly PerformanceRecord[]) => records.map(({ id }) => id);

describe('RecordBuffer', () => {
  it('hands out the oldest and keeps them until they are removed', () => {
    const buffer = new RecordBuffer(10);
    buffer.add([record(1), record(2), record(3)]);
    const batch = buffer.peek(2);
    expect(ids(batch)).toEqual(['record-1', 'record-2']);
    expect(ids(buffer.peek(2))).toEqual(['record-1', 'record-2']);
    buffer.remove(batch);
    expect(ids(buffer.peek(2))).toEqual(['record-3']);
  });

  it('drops the oldest beyond its bound and says how many', () => {
    const buffer = new RecordBuffer(2);
    expect(buffer.add([record(1), record(2)])).toBe(0);
    const batch = buffer.peek(2);
    expect(buffer.add([record(3)])).toBe(1);
    buffer.remove(batch);
    expect(ids(buffer.peek(9))).toEqual(['record-3']);
  });

  it('bounds a batch by its bytes, yet always hands out one', () => {
    const buffer = new RecordBuffer(10);
    const large = 'x'.repeat(300_000);
    buffer.add([record(1, large), record(2, large), record(3, 'y'.repeat(900_000))]);
    expect(ids(buffer.peek(10))).toEqual(['record-1']);
    buffer.remove(buffer.peek(2));
    buffer.remove(buffer.peek(2));
    expect(ids(buffer.peek(10))).toEqual(['record-3']);
  });
});

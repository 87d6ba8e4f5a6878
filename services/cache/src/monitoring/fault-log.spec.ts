import { describe, expect, it } from 'vitest';
import { FaultLog } from './fault-log.js';

describe('FaultLog', () => {
  it('tells the first fault of a part and its end, with how many there were', () => {
    const log = new FaultLog<'redis' | 'store'>();
    expect([log.failed('redis', 0), log.failed('redis', 1), log.failed('store', 1), log.failed('redis', 2)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(log.failing()).toEqual(['redis', 'store']);
    expect(log.worked('redis')).toBe(3);
    expect(log.worked('redis')).toBeUndefined();
    expect(log.failing()).toEqual(['store']);
  });

  it('is quiet about a part that fails and recovers all the time, and counts what it did not tell', () => {
    const log = new FaultLog<'redis'>();
    const told: number[] = [];
    for (let nowMs = 0; nowMs < 60_000; nowMs += 100) {
      if (log.failed('redis', nowMs)) told.push(nowMs);
      const faults = log.worked('redis');
      if (faults !== undefined) told.push(faults);
    }
    expect(told).toEqual([0, 1, 30_000, 300]);
  });
});

import { describe, expect, it } from 'vitest';
import { gapsBetween, timeOutside } from './intervals.mjs';

const at = (startedAt, endedAt, agent) => ({ startedAt, endedAt, agent });

describe('coordination', () => {
  it('counts the time of overlapping calls once', () => {
    expect(timeOutside(100, [])).toBe(100);
    expect(timeOutside(100, [at(50, 60), at(10, 30), at(20, 40)])).toBe(60);
    expect(timeOutside(100, [at(0, 50), at(10, 20)])).toBe(50);
  });

  it('takes a handoff from the last of parallel runs to the next agent', () => {
    const agents = [at(20, 30, 'search'), at(0, 10, 'router'), at(20, 45, 'search'), at(47, 60, 'writer')];
    expect(gapsBetween(agents)).toEqual([10, 2]);
    expect(gapsBetween([])).toEqual([]);
  });
});

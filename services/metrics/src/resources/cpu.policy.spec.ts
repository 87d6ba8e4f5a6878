import { describe, expect, it } from 'vitest';
import { cpuPercent } from './cpu.policy.js';

describe('cpuPercent', () => {
  it('is the busy part of the time between two readings', () => {
    expect(cpuPercent({ busyMs: 100, idleMs: 900 }, { busyMs: 130, idleMs: 970 }, 0)).toBe(30);
  });

  it('stays at the last value when no time passed or a counter went back', () => {
    expect(cpuPercent({ busyMs: 1, idleMs: 1 }, { busyMs: 1, idleMs: 1 }, 42)).toBe(42);
    expect(cpuPercent({ busyMs: 9, idleMs: 1 }, { busyMs: 1, idleMs: 50 }, 42)).toBe(42);
  });
});

import { describe, expect, it } from 'vitest';
import { restartDelayMs } from './restart.policy.js';

describe('restartDelayMs', () => {
  it('starts short, doubles, and never grows beyond ten seconds', () => {
    expect([0, 1, 2, 3].map(restartDelayMs)).toEqual([100, 200, 400, 800]);
    expect(restartDelayMs(7)).toBe(10_000);
    expect(restartDelayMs(100_000)).toBe(10_000);
  });
});

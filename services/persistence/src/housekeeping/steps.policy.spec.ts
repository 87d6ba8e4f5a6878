import { describe, expect, it } from 'vitest';
import { FIRST_STEP, nextStep } from './steps.policy.js';

/** How long each step takes where a row takes so long. */
function stepsOf(rowMs: number, count = 40): number[] {
  const took: number[] = [];
  for (let rows = FIRST_STEP; took.length < count; rows = nextStep(rows, took.at(-1) ?? 0)) took.push(rows * rowMs);
  return took;
}

describe('nextStep', () => {
  it.each([0.001, 0.01, 0.1, 1])('stays below twice its limit where a row takes %d ms', (rowMs) => {
    expect(Math.max(...stepsOf(rowMs))).toBeLessThanOrEqual(20);
  });

  it('grows where rows are small, and has a row in each step however large they are', () => {
    expect(stepsOf(0.001).at(-1)).toBeCloseTo(2);
    expect(stepsOf(500).at(-1)).toBe(500);
  });
});

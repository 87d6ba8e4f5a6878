import { describe, expect, it } from 'vitest';
import { TraceBudget } from './trace-budget.policy.js';

const START_MS = 5_000;
const taken = (budget: TraceBudget, nowMs: number, asked: number) =>
  Array.from({ length: asked }, () => budget.takes(nowMs)).filter(Boolean);

describe('TraceBudget', () => {
  it('takes so many at once, and as many in each second after', () => {
    const budget = new TraceBudget(10);
    expect(taken(budget, START_MS, 50)).toHaveLength(10);
    let later = 0;
    for (let ms = 1; ms <= 2_000; ms += 1) later += taken(budget, START_MS + ms, 3).length;
    expect(later).toBe(20);
  });

  it('saves no more than a second holds, and takes none where there are to be none', () => {
    const budget = new TraceBudget(10);
    budget.takes(START_MS);
    expect(taken(budget, START_MS + 3_600_000, 50)).toHaveLength(10);
    expect(taken(new TraceBudget(0), START_MS, 50)).toEqual([]);
  });
});

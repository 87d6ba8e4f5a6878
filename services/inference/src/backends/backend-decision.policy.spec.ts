import { describe, expect, it } from 'vitest';
import { decisionAfter, isNewer } from './backend-decision.policy.js';

describe('backend decisions', () => {
  it('have all replicas end with the same one, in whatever order they hear them', () => {
    const all = [
      { name: 'a', at: 5 },
      { name: 'b', at: 7 },
      { name: 'c', at: 7 },
    ];
    const last = (order: number[]) =>
      order.map((index) => all[index]).reduce((known, one) => (one && isNewer(one, known) ? one : known), undefined);
    expect(
      [
        [0, 1, 2],
        [2, 1, 0],
        [1, 0, 2],
        [0, 2, 1],
      ].map((order) => last(order)?.name),
    ).toEqual(['c', 'c', 'c', 'c']);
    expect(isNewer({ name: 'a', at: 5 }, { name: 'a', at: 5 })).toBe(false);
  });

  it('replace one that came from a clock ahead of ours', () => {
    expect(decisionAfter({ name: 'a', at: 1_000 }, 'b', 400)).toEqual({ name: 'b', at: 1_001 });
    expect(decisionAfter(undefined, 'b', 400)).toEqual({ name: 'b', at: 400 });
  });
});

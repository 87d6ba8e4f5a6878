import { describe, expect, it } from 'vitest';
import { fuseByReciprocalRank } from './rrf.policy.js';

describe('fuseByReciprocalRank', () => {
  it('puts what both lists hold before what leads only one', () => {
    expect(
      fuseByReciprocalRank([
        [1, 2, 3],
        [4, 2],
      ]).map(({ id }) => id),
    ).toEqual([2, 1, 4, 3]);
  });

  it('scores by 1 / (k + rank)', () => {
    expect(fuseByReciprocalRank([[7]], 60)).toEqual([{ id: 7, score: 1 / 61 }]);
  });

  it('has nothing to say about nothing', () => {
    expect(fuseByReciprocalRank([[], []])).toEqual([]);
  });
});

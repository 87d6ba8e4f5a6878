import { describe, expect, it } from 'vitest';
import { meanOf, qualityOf } from './ranking.mjs';

describe('retrieval', () => {
  it('is perfect where all that answer come first', () => {
    const all = qualityOf([true, true, false, false, false, false, false, false, false, false], 2);
    expect(all).toEqual({ recall_5: 1, recall_10: 1, precision_5: 0.4, precision_10: 0.2, ndcg_5: 1, ndcg_10: 1, answered_5: 1 });
  });

  it('counts a place less the later it comes, and what was not found', () => {
    const late = qualityOf([false, false, true], 2);
    expect(late).toMatchObject({ recall_5: 0.5, precision_5: 0.2, answered_5: 1 });
    expect(late.ndcg_5).toBeCloseTo(0.5 / (1 + 1 / Math.log2(3)), 10);
    expect(qualityOf([], 1)).toMatchObject({ recall_10: 0, ndcg_10: 0, answered_5: 0 });
  });

  it('is the mean over questions', () => {
    expect(meanOf([qualityOf([true], 1), qualityOf([], 1)])).toMatchObject({ recall_5: 0.5, ndcg_10: 0.5 });
  });
});

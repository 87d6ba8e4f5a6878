import { describe, expect, it } from 'vitest';
import { linesBy } from './breakdown.mjs';
import { bestRecall, precisionAt, thresholds } from './curves.mjs';

const pair = (score, same, weight = 1) => ({ score, same, weight });
const pointsOf = (pairs) => thresholds(pairs, ({ score }) => score);

describe('the best fixed threshold', () => {
  it('is chosen with hindsight, and never between equal scores', () => {
    const points = pointsOf([pair(0.99, true), pair(0.98, true), pair(0.97, false), pair(0.96, true), pair(0.95, true)]);
    expect([bestRecall(points, 0), bestRecall(points, 0.2)]).toEqual([0.5, 1]);
    expect(bestRecall(pointsOf([pair(0.9, true), pair(0.9, false)]), 0.1)).toBe(0);
    expect(bestRecall(pointsOf([]), 0.1)).toBe(0);
  });

  it('counts a pair as often as it stands for others, and lets nothing hit that may never', () => {
    const points = pointsOf([pair(2, true, 3), pair(1, false, 1), pair(-Infinity, true, 4)]);
    expect(points.map(({ hitRatio, precision, recall }) => [hitRatio, precision, recall])).toEqual([
      [3 / 8, 1, 3 / 7],
      [4 / 8, 3 / 4, 3 / 7],
    ]);
  });
});

describe('precision by the ratio of hits', () => {
  it('is that of the strictest threshold that lets so many hit', () => {
    const points = pointsOf([pair(4, true), pair(3, true), pair(2, false), pair(-Infinity, false)]);
    expect([0.25, 0.3, 0.75, 0.8].map((ratio) => precisionAt(points, ratio))).toEqual([1, 1, 2 / 3, undefined]);
  });
});

describe('the breakdown', () => {
  it('names each kind with its hits, the largest first', () => {
    const decided = [
      { why: 'tense', same: false, hits: [false, true] },
      { why: 'voice', same: true, hits: [true, true] },
      { why: 'tense', same: false, hits: [false, false] },
    ];
    expect(linesBy('why', decided, 1)).toEqual(['tense, different: 1 of 2 hit', 'voice, same: 1 of 1 hit']);
  });
});

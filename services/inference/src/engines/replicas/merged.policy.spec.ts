import { expect, it } from 'vitest';
import { mergedFigures, mergedModels } from './merged.policy.js';

it('merges what replicas tell: the smallest window, sums, and the mean of shares', () => {
  const model = (contextLength?: number) => ({ id: 'a', ownedBy: 'x', contextLength });
  expect(mergedModels([[model(2_048)], [model(1_024), { id: 'b', ownedBy: 'x' }], [model()]])).toEqual([
    { id: 'a', ownedBy: 'x', contextLength: 1_024 },
    { id: 'b', ownedBy: 'x' },
  ]);
  expect(
    mergedFigures([
      { running: 1, kvCacheUsage: 0.2 },
      { running: 2, kvCacheUsage: 0.4, waiting: 1 },
    ]),
  ).toEqual({
    running: 3,
    waiting: 1,
    kvCacheUsage: expect.closeTo(0.3),
  });
  expect(mergedFigures([])).toBeUndefined();
});

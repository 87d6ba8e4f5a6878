import { describe, expect, it } from 'vitest';
import { coresFor, countsOf, shareOf } from './plan.mjs';

describe('what is measured', () => {
  it('is one and two of each, and more where there are cores for them', () => {
    expect([2, coresFor(3), coresFor(4)].map((cores) => countsOf(undefined, cores))).toEqual([
      [1, 2],
      [1, 2, 3],
      [1, 2, 3, 4],
    ]);
    expect(countsOf('1,2,4', 2)).toEqual([1, 2, 4]);
  });

  it.each(['2,1', '0', '1,x', '1,17', ''])('refuses --replicas "%s"', (given) => {
    expect(() => countsOf(given, 2)).toThrow('growing whole numbers from 1 to 16');
  });

  it('holds a replica to a share of a core, where one is given', () => {
    expect([shareOf(undefined), shareOf('0.1')]).toEqual([undefined, 0.1]);
    for (const given of ['0', '2', 'a tenth']) expect(() => shareOf(given)).toThrow('from 0.02 to 1');
  });
});

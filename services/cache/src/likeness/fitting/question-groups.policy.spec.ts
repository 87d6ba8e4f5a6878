import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldsOf } from './question-groups.policy.js';

describe('foldsOf', () => {
  it('keeps pairs together that share a question, also by way of others', () => {
    const [first, second, third] = foldsOf(
      [
        { a: 'x', b: 'y' },
        { a: 'z', b: 'y' },
        { a: 'w', b: 'z' },
      ],
      10,
    );
    expect(second).toBe(first);
    expect(third).toBe(first);
  });

  it('never parts a question, in whatever order the pairs come', () => {
    const question = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
    fc.assert(
      fc.property(fc.array(fc.record({ a: question, b: question }), { maxLength: 30 }), (pairs) => {
        const folds = foldsOf(pairs, 5);
        pairs.forEach((pair, at) =>
          pairs.forEach((other, place) => {
            const shares = [other.a, other.b].some((text) => text === pair.a || text === pair.b);
            if (shares) expect(folds[place]).toBe(folds[at]);
          }),
        );
        expect([...foldsOf([...pairs].reverse(), 5)].reverse()).toEqual(folds);
      }),
    );
  });

  it('fills every fold', () => {
    const pairs = Array.from({ length: 500 }, (_, at) => ({ a: `a${at}`, b: `b${at}` }));
    const folds = foldsOf(pairs, 10);
    for (let fold = 0; fold < 10; fold += 1) expect(folds.filter((one) => one === fold).length).toBeGreaterThan(25);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hammingDistances, paddedBytes } from './hamming-distances.js';

function bitsThatDiffer(left: Uint8Array, right: Uint8Array): number {
  return left.reduce((sum, byte, at) => sum + (byte ^ (right[at] as number)).toString(2).replaceAll('0', '').length, 0);
}

describe('hammingDistances', () => {
  it('counts the bits that differ, of signatures of any length', () => {
    const signatures = fc.integer({ min: 1, max: 40 }).chain((steps) => {
      const one = fc.uint8Array({ minLength: steps * 16, maxLength: steps * 16 });
      return fc.tuple(fc.oneof(one, fc.constant(new Uint8Array(steps * 16).fill(255))), fc.array(one, { maxLength: 30 }));
    });
    fc.assert(
      fc.property(signatures, ([asked, stored]) => {
        const into = new Uint16Array(stored.length + 1).fill(7);
        hammingDistances(Uint8Array.from(stored.flatMap((one) => [...one])), stored.length, asked, into);
        expect([...into]).toEqual([...stored.map((one) => bitsThatDiffer(one, asked)), 7]);
      }),
    );
  });

  it('goes through more than fits at once, and counts every bit of a long one', () => {
    const count = 20_000;
    const signatures = Uint8Array.from({ length: count * 48 }, (_, at) => (at * 7919) >> 3);
    const asked = signatures.slice(48 * 12_345, 48 * 12_346);
    const into = new Uint16Array(count);
    hammingDistances(signatures, count, asked, into);
    for (const row of [0, 2_730, 2_731, 12_345, count - 1])
      expect(into[row]).toBe(bitsThatDiffer(signatures.subarray(row * 48, (row + 1) * 48), asked));
    hammingDistances(new Uint8Array(8_000), 1, new Uint8Array(8_000).fill(255), into);
    expect(into[0]).toBe(64_000);
  });

  it('takes whole steps', () => {
    expect([1, 16, 17, 48].map(paddedBytes)).toEqual([16, 16, 32, 48]);
  });
});

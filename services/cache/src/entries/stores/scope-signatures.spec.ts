import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScopeSignatures, signatureOf } from './scope-signatures.js';

const DIMENSIONS = 64;
const vectorOf = (bits: readonly boolean[]): Float32Array => Float32Array.from(bits, (bit) => (bit ? 1 : -1));
const distance = (left: readonly boolean[], right: readonly boolean[]): number => left.filter((bit, at) => bit !== right[at]).length;
const bits = fc.array(fc.boolean(), { minLength: DIMENSIONS, maxLength: DIMENSIONS });

describe('ScopeSignatures', () => {
  it('finds the rows whose signs differ least, through additions and removals', () => {
    const change = fc.record({ row: fc.nat({ max: 40 }), bits, removed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), bits, fc.integer({ min: 1, max: 10 }), (changes, asked, count) => {
        const signatures = new ScopeSignatures(DIMENSIONS, 0, 4);
        const held = new Map<number, readonly boolean[]>();
        for (const { row, bits: own, removed } of changes) {
          if (removed) {
            signatures.remove(row);
            held.delete(row);
          } else {
            signatures.add(row, signatureOf(vectorOf(own)));
            held.set(row, own);
          }
        }
        expect(signatures.size).toBe(held.size);
        const near = signatures.nearest(signatureOf(vectorOf(asked)), count);
        const distances = [...held.values()].map((own) => distance(own, asked)).sort((left, right) => left - right);
        const found = near.map((row) => distance(held.get(row) as readonly boolean[], asked)).sort((left, right) => left - right);
        expect(new Set(near).size).toBe(near.length);
        expect(found.slice(0, count)).toEqual(distances.slice(0, count));
      }),
    );
  });

  it('takes a vector whose length is no multiple of a word', () => {
    const signatures = new ScopeSignatures(3, 0);
    signatures.add(7, signatureOf(Float32Array.from([1, -1, 1])));
    signatures.add(8, signatureOf(Float32Array.from([-1, -1, 1])));
    expect(signatures.nearest(signatureOf(Float32Array.from([0.5, -0.1, 0.2])), 1)).toEqual([7]);
  });
});

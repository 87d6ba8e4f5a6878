import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptVectors, type StoredVector } from './kept-vectors.js';

const number = fc.oneof(fc.float({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0.5, 0.500001));
const vector = fc.array(number, { minLength: 7, maxLength: 7 }).map((values) => Float32Array.from([1, ...values]));

/** In single precision and one after the other, as a database may do it. */
function cosineOf(left: Float32Array, right: Float32Array): number {
  const dot = (one: Float32Array, other: Float32Array): number =>
    one.reduce((sum, value, at) => Math.fround(sum + Math.fround(value * (other[at] as number))), 0);
  return Math.fround(dot(left, right) / Math.fround(Math.sqrt(dot(left, left)) * Math.sqrt(dot(right, right))));
}

describe('KeptVectors', () => {
  it('leaves out none of the nearest, read or kept, and little else', () => {
    fc.assert(
      fc.property(fc.array(vector, { minLength: 1, maxLength: 40 }), vector, fc.integer({ min: 1, max: 8 }), (stored, asked, limit) => {
        const kept = new KeptVectors();
        const read = (rows: readonly number[]): StoredVector[] => rows.map((row) => ({ row, vector: stored[row] as Float32Array }));
        const rows = stored.map((_, row) => row);
        const near = kept.nearest(rows, asked, limit, read);
        expect(kept.nearest(rows, asked, limit, () => [])).toEqual(near);
        const cosines = stored.map((one) => cosineOf(one, asked));
        const least = cosines.toSorted((left, right) => right - left).at(Math.min(limit, stored.length) - 1) as number;
        expect(near).toEqual(expect.arrayContaining(rows.filter((row) => (cosines[row] as number) >= least)));
        for (const row of near) expect(cosines[row]).toBeGreaterThan(least - 0.001);
      }),
    );
  });

  it('reads a vector once, until it is forgotten, and does without one that is gone', () => {
    const kept = new KeptVectors();
    const asked = Float32Array.from([1, 0]);
    const reads: (readonly number[])[] = [];
    const near = (rows: readonly number[]): number[] =>
      kept.nearest(rows, asked, 1, (missing) => {
        reads.push(missing);
        return missing.filter((row) => row !== 3).map((row) => ({ row, vector: Float32Array.from([1, row]) }));
      });
    expect(near([1, 2])).toEqual([1]);
    expect(near([2, 3, 4])).toEqual([2]);
    kept.forget(2);
    expect(near([1, 2])).toEqual([1]);
    kept.clear();
    expect(near([4])).toEqual([4]);
    expect(reads).toEqual([[1, 2], [3, 4], [2], [4]]);
  });

  it('is for scopes that fit', () => {
    expect(new KeptVectors().fits(10_000, 384)).toBe(true);
    expect(new KeptVectors().fits(100_000, 384)).toBe(false);
  });
});

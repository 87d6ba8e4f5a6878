import { LRUCache } from 'lru-cache';

/** Some 20,000 vectors of 384 dimensions. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Beside its numbers, of what holds them. */
const OVERHEAD_BYTES = 200;
/** More than sums of single precision, as the database computes them, differ from ours by. */
const ROUNDING = 1e-4;

export interface StoredVector {
  readonly row: number;
  readonly vector: Float32Array;
}

/**
 * Vectors that were compared lately, in memory: to read 200 of them at each search of a large scope would cost more than all else in it.
 * A row's number is used anew after a removal, so whoever holds this must tell it of every change.
 */
export class KeptVectors {
  private readonly units = new LRUCache<number, Float32Array>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ byteLength }) => byteLength + OVERHEAD_BYTES,
  });

  /** Whether so many vectors fit. Where they don't, they would push each other out, and a read for keeping costs more than one for comparing. */
  fits(vectors: number, dimensions: number): boolean {
    return vectors * (dimensions * 4 + OVERHEAD_BYTES) <= MAX_BYTES;
  }

  /**
   * Those of `rows` that can be among the `limit` nearest, as far as rounding lets one say: seldom more than that many.
   * @param read what is asked for vectors that aren't here; leaves out rows that are gone
   */
  nearest(
    rows: readonly number[],
    asked: Float32Array,
    limit: number,
    read: (rows: readonly number[]) => readonly StoredVector[],
  ): number[] {
    const units = this.unitsOf(rows, read);
    const unit = unitOf(asked);
    const cosines = Float64Array.from(units, (other) => (other ? dot(unit, other) : Number.NEGATIVE_INFINITY));
    const least = (cosines.slice().sort().at(-limit) ?? Number.NEGATIVE_INFINITY) - ROUNDING;
    return rows.filter((_row, at) => (cosines[at] as number) >= least);
  }

  forget(row: number): void {
    this.units.delete(row);
  }

  clear(): void {
    this.units.clear();
  }

  private unitsOf(rows: readonly number[], read: (rows: readonly number[]) => readonly StoredVector[]): (Float32Array | undefined)[] {
    const kept = rows.map((row) => this.units.get(row));
    const missing = rows.filter((_row, at) => !kept[at]);
    if (missing.length === 0) return kept;
    const fresh = new Map(read(missing).map(({ row, vector }) => [row, unitOf(vector)] as const));
    for (const [row, unit] of fresh) this.units.set(row, unit);
    return rows.map((row, at) => kept[at] ?? fresh.get(row));
  }
}

function unitOf(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / length);
}

/** Four sums, so that none of them waits for the one before. */
function dot(left: Float32Array, right: Float32Array): number {
  const whole = left.length & ~3;
  let [one, two, three, four] = [0, 0, 0, 0];
  for (let at = 0; at < whole; at += 4) {
    one += (left[at] as number) * (right[at] as number);
    two += (left[at + 1] as number) * (right[at + 1] as number);
    three += (left[at + 2] as number) * (right[at + 2] as number);
    four += (left[at + 3] as number) * (right[at + 3] as number);
  }
  for (let at = whole; at < left.length; at += 1) one += (left[at] as number) * (right[at] as number);
  return one + two + three + four;
}

import { hammingDistances, paddedBytes } from './hamming-distances.js';

/** Sign bits of a vector, 32 a word. Two vectors of a small angle differ in few of them. */
const WORD_BITS = 32;

/**
 * The signatures of one large scope's vectors in one block of memory: comparing signs finds the few rows whose cosines are worth computing,
 * some hundred times faster than computing all of them.
 */
export class ScopeSignatures {
  private readonly bytesEach: number;
  private bytes: Uint8Array;
  private rows: Float64Array;
  private readonly places = new Map<number, number>();
  private readonly histogram: Int32Array;
  private distances: Uint16Array;

  constructor(
    dimensions: number,
    /** Of the scope, as the store counts its changes. */
    public version: number,
    capacity = 1_024,
  ) {
    this.bytesEach = paddedBytes(Math.ceil(dimensions / 8));
    this.bytes = new Uint8Array(capacity * this.bytesEach);
    this.rows = new Float64Array(capacity);
    this.distances = new Uint16Array(capacity);
    this.histogram = new Int32Array(this.bytesEach * 8 + 2);
  }

  get size(): number {
    return this.places.size;
  }

  add(row: number, bits: Uint8Array): void {
    const place = this.places.get(row) ?? this.places.size;
    this.makeRoom(place + 1);
    this.places.set(row, place);
    this.rows[place] = row;
    this.bytes.subarray(place * this.bytesEach, (place + 1) * this.bytesEach).set(bits);
  }

  remove(row: number): void {
    const place = this.places.get(row);
    if (place === undefined) return;
    const last = this.places.size - 1;
    const lastRow = this.rows[last] as number;
    this.rows[place] = lastRow;
    this.bytes.copyWithin(place * this.bytesEach, last * this.bytesEach, (last + 1) * this.bytesEach);
    this.places.set(lastRow, place);
    this.places.delete(row);
  }

  /** The `count` nearest rows, where there are as many, and some that are as near as the last of them. */
  nearest(bits: Uint8Array, count: number): number[] {
    const asked = new Uint8Array(this.bytesEach);
    asked.set(bits);
    this.measure(asked);
    const cut = this.distanceOf(count);
    const near: number[] = [];
    for (let place = 0; place < this.size; place += 1) {
      const distance = this.distances[place] as number;
      if (distance < cut || (distance === cut && near.length < count * 2)) near.push(this.rows[place] as number);
    }
    return near;
  }

  private measure(asked: Uint8Array): void {
    const { bytes, distances, histogram, size } = this;
    hammingDistances(bytes, size, asked, distances);
    histogram.fill(0);
    for (let place = 0; place < size; place += 1) {
      const distance = distances[place] as number;
      histogram[distance] = (histogram[distance] as number) + 1;
    }
  }

  private distanceOf(count: number): number {
    let found = 0;
    for (let distance = 0; distance < this.histogram.length; distance += 1) {
      found += this.histogram[distance] as number;
      if (found >= count) return distance;
    }
    return this.histogram.length;
  }

  private makeRoom(count: number): void {
    if (count <= this.rows.length) return;
    const capacity = Math.max(count, this.rows.length * 2);
    const bytes = new Uint8Array(capacity * this.bytesEach);
    bytes.set(this.bytes);
    const rows = new Float64Array(capacity);
    rows.set(this.rows);
    this.bytes = bytes;
    this.rows = rows;
    this.distances = new Uint16Array(capacity);
  }
}

/** The sign bits as bytes, in the order that `add` and `nearest` take. */
export function signatureOf(vector: Float32Array): Uint8Array {
  const words = new Int32Array(Math.ceil(vector.length / WORD_BITS));
  for (let at = 0; at < vector.length; at += 1) {
    if ((vector[at] as number) > 0) words[at >> 5] = (words[at >> 5] as number) | (1 << (at & 31));
  }
  return new Uint8Array(words.buffer);
}

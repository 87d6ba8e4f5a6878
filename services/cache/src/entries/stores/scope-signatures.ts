/** Sign bits of a vector, 32 a word. Two vectors of a small angle differ in few of them. */
const WORD_BITS = 32;
const HALF_WORD = 0xffff;

/** How many bits are set in each number of 16 bits. JavaScript has no instruction that counts them; this is the fastest way without. */
const BITS_SET = new Uint8Array(HALF_WORD + 1);
for (let number = 1; number <= HALF_WORD; number += 1) BITS_SET[number] = (BITS_SET[number >> 1] as number) + (number & 1);

/**
 * The signatures of one large scope's vectors in one block of memory: comparing signs finds the few rows whose cosines are worth computing,
 * many times faster than computing all of them.
 */
export class ScopeSignatures {
  private readonly wordsEach: number;
  private words: Int32Array;
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
    this.wordsEach = Math.ceil(dimensions / WORD_BITS);
    this.words = new Int32Array(capacity * this.wordsEach);
    this.rows = new Float64Array(capacity);
    this.distances = new Uint16Array(capacity);
    this.histogram = new Int32Array(this.wordsEach * WORD_BITS + 1);
  }

  get size(): number {
    return this.places.size;
  }

  add(row: number, bits: Uint8Array): void {
    const place = this.places.get(row) ?? this.places.size;
    this.makeRoom(place + 1);
    this.places.set(row, place);
    this.rows[place] = row;
    this.words.set(wordsOf(bits), place * this.wordsEach);
  }

  remove(row: number): void {
    const place = this.places.get(row);
    if (place === undefined) return;
    const last = this.places.size - 1;
    const lastRow = this.rows[last] as number;
    this.rows[place] = lastRow;
    this.words.copyWithin(place * this.wordsEach, last * this.wordsEach, (last + 1) * this.wordsEach);
    this.places.set(lastRow, place);
    this.places.delete(row);
  }

  /** The `count` nearest rows, where there are as many, and some that are as near as the last of them. */
  nearest(bits: Uint8Array, count: number): number[] {
    this.measure(wordsOf(bits));
    const cut = this.distanceOf(count);
    const near: number[] = [];
    for (let place = 0; place < this.size; place += 1) {
      const distance = this.distances[place] as number;
      if (distance < cut || (distance === cut && near.length < count * 2)) near.push(this.rows[place] as number);
    }
    return near;
  }

  private measure(asked: Int32Array): void {
    const { words, wordsEach, distances, histogram, size } = this;
    histogram.fill(0);
    for (let place = 0, at = 0; place < size; place += 1) {
      let distance = 0;
      for (let word = 0; word < wordsEach; word += 1, at += 1) {
        const differing = (words[at] as number) ^ (asked[word] as number);
        distance += (BITS_SET[differing & HALF_WORD] as number) + (BITS_SET[differing >>> 16] as number);
      }
      distances[place] = distance;
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
    const words = new Int32Array(capacity * this.wordsEach);
    words.set(this.words);
    const rows = new Float64Array(capacity);
    rows.set(this.rows);
    this.words = words;
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

/** A copy, because a database's bytes may start at any place. */
function wordsOf(bits: Uint8Array): Int32Array {
  return new Int32Array(new Uint8Array(bits).buffer);
}

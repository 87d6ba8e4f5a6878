// The bytes of one file on a disk that may lose power: those that are safe, and what was done since.

const SECTOR = 512;
const TORN = 0.25;

/** Grows as it is written to. */
class Bytes {
  #buffer;
  #length;

  constructor(given) {
    this.#buffer = Buffer.from(given);
    this.#length = given.length;
  }

  /** @param change without bytes it sets the size */
  apply({ offset, bytes }) {
    const end = offset + (bytes?.length ?? 0);
    if (end > this.#buffer.length) this.#grow(end);
    if (bytes === undefined) this.#buffer.fill(0, Math.min(offset, this.#length), this.#length);
    bytes?.copy(this.#buffer, offset);
    this.#length = bytes === undefined ? offset : Math.max(this.#length, end);
  }

  #grow(needed) {
    const former = this.#buffer;
    this.#buffer = Buffer.alloc(needed * 2);
    former.copy(this.#buffer);
  }

  get present() {
    return this.#buffer.subarray(0, this.#length);
  }
}

export class Content {
  #safe;
  #pending = [];

  constructor(given = Buffer.alloc(0)) {
    this.#safe = new Bytes(given);
  }

  change(change) {
    this.#pending.push(change);
  }

  sync() {
    for (const change of this.#pending) this.#safe.apply(change);
    this.#pending = [];
  }

  /** A sync failed: the system drops what it could not write and knows of it no more. */
  fail(random, share) {
    for (const change of this.#reached(random, share)) this.#safe.apply(change);
    this.#pending = [];
  }

  whole() {
    return this.#with(this.#pending);
  }

  /** @param share of what is not safe that reached the disk all the same, of 1; below 1 some writes are torn */
  after(random, share) {
    return this.#with(this.#reached(random, share));
  }

  #with(changes) {
    const bytes = new Bytes(this.#safe.present);
    for (const change of changes) bytes.apply(change);
    return bytes.present;
  }

  #reached(random, share) {
    return this.#pending.flatMap((change) => partOf(change, random, share));
  }
}

function partOf(change, random, share) {
  const isTorn = share < 1 && change.bytes !== undefined && random() < TORN;
  if (!isTorn) return random() < share ? [change] : [];
  return sectorsOf(change).filter(() => random() < 0.5);
}

function sectorsOf({ offset, bytes }) {
  const sectors = [];
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, (Math.floor((offset + at) / SECTOR) + 1) * SECTOR - offset);
    sectors.push({ offset: offset + at, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return sectors;
}

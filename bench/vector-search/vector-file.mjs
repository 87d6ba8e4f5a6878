// A store's file with vectors and their signs, and the signs once more as sqlite-vec's bit vectors.
import { openSemanticDatabase } from '../../services/cache/dist/entries/stores/semantic-database.js';
import { signatureOf } from '../../services/cache/dist/entries/stores/scope-signatures.js';
import { blobOf } from '../../services/cache/dist/entries/stores/sqlite-vector-search.js';

const DIMENSIONS = 384;
/** As far from the stored question as one that is asked in other words: a cosine of 0.9. */
const NOISE = 0.48;

export function openVectors(path) {
  return openSemanticDatabase(path, () => {
    throw new Error('a new store was found damaged');
  });
}

/** Row `n + 1` holds vector `n`, in scope `n % scopes + 1`. */
export function writeVectors(path, vectors, scopes) {
  const file = openVectors(path);
  file.run(() => {
    for (let scope = 1; scope <= scopes; scope++)
      file.statement('INSERT INTO scopes (id, scope_key) VALUES (?, ?)').run(scope, `scope-${scope}`);
    for (let n = 0; n < vectors; n++) writeVector(file, (n % scopes) + 1, n + 1, vectorOf(n));
  });
  const before = sizeOf(file);
  file.run(() => {
    file.statement('CREATE VIRTUAL TABLE bits USING vec0 (row INTEGER PRIMARY KEY, scope INTEGER PARTITION KEY, bits bit[384])').run();
    file.statement('INSERT INTO bits SELECT row, scope, vec_bit(bits) FROM signatures').run();
  });
  const bitsTableBytes = sizeOf(file) - before;
  file.close();
  return { bitsTableBytes };
}

function writeVector(file, scope, row, vector) {
  file.statement('INSERT INTO vectors (scope, row, vector) VALUES (?, ?, ?)').run(scope, row, blobOf(vector));
  file.statement('INSERT INTO signatures (scope, row, bits) VALUES (?, ?, ?)').run(scope, row, signatureOf(vector));
}

function sizeOf(file) {
  const { page_count: pages } = file.statement('PRAGMA page_count').get();
  return pages * file.statement('PRAGMA page_size').get().page_size;
}

/** The same for the same number, whichever process asks. */
export function vectorOf(n) {
  const next = generator(n);
  return unitOf(Float32Array.from({ length: DIMENSIONS }, () => normal(next)));
}

/** A question that means what stored question `n` means. */
export function askedFor(n) {
  const next = generator(n + 1_000_000_007);
  const spread = NOISE / Math.sqrt(DIMENSIONS);
  return unitOf(vectorOf(n).map((value) => value + spread * normal(next)));
}

function unitOf(vector) {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Near enough: twelve numbers of one size, summed. */
function normal(next) {
  let sum = -6;
  for (let count = 0; count < 12; count++) sum += next();
  return sum;
}

/** Mulberry32. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

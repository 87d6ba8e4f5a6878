// One way to search, in a process of its own.
import { signatureOf } from '../../services/cache/dist/entries/stores/scope-signatures.js';
import { blobOf, SqliteVectorSearch } from '../../services/cache/dist/entries/stores/sqlite-vector-search.js';
import { answerWith, ready } from '../lib/processes/child.mjs';
import { askedFor, openVectors } from './vector-file.mjs';

const SEARCHES = 200;
const LIMIT = 8;
/** As many as ours, so that all sides find the same. */
const CHOSEN = 200;

const file = openVectors(process.env.VECTORS_FILE);
const scopes = file.statement('SELECT id AS scope, vectors, version FROM scopes ORDER BY id').all();
const total = scopes.reduce((sum, { vectors }) => sum + vectors, 0);

/** sqlite-vec's own search of bit vectors, then the cosines of what it found. */
function byBitsTable({ scope }, vector) {
  const bits = signatureOf(vector);
  const alike = file.statement(`SELECT row FROM bits WHERE scope = ? AND bits MATCH vec_bit(?) AND k = ${CHOSEN}`).all(BigInt(scope), bits);
  return cosinesOf(scope, alike, vector);
}

/** The table of signs that ours reads once, compared anew at each search. */
function byHamming({ scope }, vector) {
  const alike = file
    .statement(`SELECT row FROM signatures WHERE scope = ? ORDER BY vec_distance_hamming(vec_bit(bits), vec_bit(?)) LIMIT ${CHOSEN}`)
    .all(scope, signatureOf(vector));
  return cosinesOf(scope, alike, vector);
}

function cosinesOf(scope, alike, vector) {
  const rows = JSON.stringify(alike.map(({ row }) => row));
  return file
    .statement(
      `SELECT row, vec_distance_cosine(vector, ?) AS distance FROM vectors
       WHERE scope = ? AND row IN (SELECT value FROM json_each(?)) ORDER BY distance LIMIT ?`,
    )
    .all(blobOf(vector), scope, rows, LIMIT);
}

const ours = new SqliteVectorSearch(file);
const searches = {
  ours: (scope, vector) => ours.nearest(scope, vector, LIMIT),
  bits: byBitsTable,
  hamming: byHamming,
};
const search = searches[process.env.SIDE];

const preparedFrom = performance.now();
if (process.env.SIDE === 'ours') for (const scope of scopes) await ours.prepare(scope, askedFor(0).length);
const prepareMs = performance.now() - preparedFrom;

let asked = 0;
answerWith({
  search() {
    const plans = Array.from({ length: SEARCHES }, () => {
      const n = (asked++ * 7_919) % total;
      return { n, vector: askedFor(n) };
    });
    const timesMs = [];
    const cpuMs = [];
    let found = 0;
    for (const { n, vector } of plans) {
      const before = process.cpuUsage();
      const startedAt = performance.now();
      const near = search(scopes[n % scopes.length], vector);
      timesMs.push(performance.now() - startedAt);
      const { user, system } = process.cpuUsage(before);
      cpuMs.push((user + system) / 1_000);
      if (near[0]?.row === n + 1) found++;
    }
    return { timesMs, cpuMs, recall: found / SEARCHES, prepareMs, rssBytes: process.memoryUsage.rss() };
  },
});
ready();

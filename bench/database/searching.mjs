// How long a search among many passages holds up everybody else: as persistence has it, and on the thread that answers requests.
import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { median, p99 } from '../lib/figures/percentiles.mjs';
import { silences } from '../lib/figures/silences.mjs';

const CHUNKS = 50_000;
const QUICK_CHUNKS = 6_000;
const CHUNKS_PER_DOCUMENT = 250;
const DIMENSIONS = 384;
const TENANT = 'default';
const VOCABULARY = 20_000;
const WORDS = { chunk: 100, question: 12 };
const SEARCHES = 40;
const PAUSE_MS = 2;

/** @returns figures of both sides, which take turns */
export async function searching(file, quick) {
  const chunks = quick ? QUICK_CHUNKS : CHUNKS;
  const sides = await opened(file);
  await fill(sides.documents, chunks);
  const heard = { thread: [], in_place: [] };
  const took = { thread: [], in_place: [] };
  for (let search = 0; search < SEARCHES; search++) {
    const asked = {
      query: wordsOf(`question ${search}`, WORDS.question),
      vector: encoded(vectorOf(`question ${search}`)),
      limit: 8,
      mode: 'hybrid',
    };
    for (const side of Object.keys(heard)) {
      const listening = silences(PAUSE_MS);
      await turn();
      const begunAt = performance.now();
      const { passages } = await sides[side].search(TENANT, asked);
      took[side].push(performance.now() - begunAt);
      heard[side].push((await listening.end()).longestMs);
      if (passages.length < asked.limit) throw new Error(`${passages.length} passages were found`);
    }
  }
  await sides.close();
  const figures = {
    search_silence_p99_ms: p99(heard.thread),
    search_silence_p50_ms: median(heard.thread),
    search_p50_ms: median(took.thread),
  };
  figures.search_in_place_silence_p99_ms = p99(heard.in_place);
  figures.search_in_place_silence_p50_ms = median(heard.in_place);
  figures.search_in_place_p50_ms = median(took.in_place);
  return {
    figures,
    samples: Object.fromEntries(Object.keys(figures).map((name) => [name, SEARCHES])),
    note: `searches among ${chunks} passages`,
  };
}

async function opened(file) {
  // Only now: they are what was built.
  const dist = '../../services/persistence/dist/';
  const { openDatabase, SqliteDatabase } = await import(`${dist}repositories/sqlite/sqlite-database.js`);
  const { LongReads } = await import(`${dist}repositories/sqlite/long-reads.js`);
  const { DocumentRepository } = await import(`${dist}repositories/sqlite/document.repository.js`);
  const { PassageRepository } = await import(`${dist}repositories/sqlite/passage.repository.js`);
  const { SqliteVecStore } = await import(`${dist}repositories/sqlite/sqlite-vec.store.js`);
  const { SearchService } = await import(`${dist}documents/search.service.js`);
  const database = await openDatabase({ file });
  const documents = new DocumentRepository(database, new SqliteVecStore(database));
  const searchOf = (one) => new SearchService(documents, new PassageRepository(one), new SqliteVecStore(one));
  const inPlace = new LongReads(database.connection, undefined, Number.POSITIVE_INFINITY);
  return {
    documents,
    thread: searchOf(database),
    in_place: searchOf(new SqliteDatabase(database.dataSource, database.connection, inPlace)),
    close: () => database.close(),
  };
}

async function fill(documents, chunks) {
  for (let document = 0; document < chunks / CHUNKS_PER_DOCUMENT; document++) {
    const contentHash = createHash('sha256').update(String(document)).digest('hex');
    const ofDocument = Array.from({ length: CHUNKS_PER_DOCUMENT }, (_value, index) => {
      const name = `${document}/${index}`;
      return { index, text: wordsOf(name, WORDS.chunk), vector: vectorOf(name) };
    });
    await documents.stage(TENANT, contentHash, ofDocument);
    const facts = { mediaType: 'text/markdown', sizeBytes: 1, pages: 1, dimensions: DIMENSIONS, embedder: 'bench', fingerprint: 'bench' };
    await documents.index(TENANT, {
      ...facts,
      stagingId: contentHash,
      path: `${document}.md`,
      contentHash,
      chunkCount: CHUNKS_PER_DOCUMENT,
    });
  }
}

/** Few words are frequent and many are rare, as in a language. */
function wordsOf(seed, count) {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => `word${Math.floor(VOCABULARY ** random())}`).join(' ');
}

function vectorOf(seed) {
  const random = randomOf(seed);
  return Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
}

const encoded = (vector) => Buffer.from(vector.buffer).toString('base64');

/** The same everywhere. */
function randomOf(seed) {
  let state = createHash('sha256').update(seed).digest().readUInt32BE();
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

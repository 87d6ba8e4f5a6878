// Documents through the real way in, twice: what the ingestion cache saves, and that it gives back the very bytes it was given. Then once more
// as they are, which persistence answers from what it keeps of their content. At last others come, while somebody searches.
import { setTimeout as delay } from 'node:timers/promises';
import { makeDocuments } from '../lib/load/documents.mjs';
import { p50, p99 } from '../lib/figures/percentiles.mjs';
import { postJson, remove, upload } from '../lib/load/http.mjs';
import { MODELS, startEngine, startTappedStack } from '../lib/processes/services.mjs';

export const about = 'documents through POST /documents, twice: throughput, what the second pass saves, equal bytes';
export const models = MODELS;
export const targets = { second_saved_pct: '>= 97', byte_equal: '= 1' };

const DOCUMENTS = 200;
const QUICK_DOCUMENTS = 20;
const BYTES_PER_MB = 1_000_000;
const SEARCHES = 100;
const BETWEEN_SEARCHES_MS = 50;

export async function run({ quick, log }, scope) {
  const { urls, ask } = await startTappedStack(scope, { engineUrl: (await startEngine(scope)).url });
  const documents = makeDocuments(quick ? QUICK_DOCUMENTS : DOCUMENTS);
  const bytes = documents.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  await upload(urls.orchestrator, { name: 'warm-up.md', text: '# Warm up\n\nThis one is read before the clock runs.' });
  await ask('passed');
  log(`first pass: ${documents.length} documents, ${(bytes / BYTES_PER_MB).toFixed(2)} MB`);
  const first = await pass(documents, urls.orchestrator, ask);
  log('second pass');
  // A document that is there already would not reach the ingestion cache.
  for (const id of first.ids) await remove(`${urls.orchestrator}/documents/${id}`);
  const second = await pass(documents, urls.orchestrator, ask);
  const repeated = await repeat(documents, urls.orchestrator);
  log('searches alone, and beside documents');
  const alone = await searches(urls.orchestrator, SEARCHES);
  const beside = await searchesBeside(makeDocuments(2 * documents.length).slice(documents.length), urls.orchestrator);
  if (second.uncached > 0) throw new Error(`${second.uncached} documents of the second pass were not answered from the cache`);
  const figures = {
    second_saved_pct: 100 * (1 - second.seconds / first.seconds),
    first_mb_per_s: bytes / BYTES_PER_MB / first.seconds,
    byte_equal: first.hashes.every((hash, n) => hash === second.hashes[n]),
    first_s: first.seconds,
    second_s: second.seconds,
    repeated_s: repeated,
    chunks: first.chunks,
    chunks_per_s: first.chunks / first.seconds,
    search_p50_ms: p50(alone),
    search_p99_ms: p99(alone),
    beside_search_p50_ms: p50(beside),
    beside_search_p99_ms: p99(beside),
  };
  const searched = { search_p50_ms: alone.length, beside_search_p50_ms: beside.length };
  const samples = { second_saved_pct: documents.length, first_mb_per_s: documents.length, byte_equal: documents.length, ...searched };
  return { figures, samples };
}

/** One after the other. `hashes` are of the chunks with their vectors, as the cache service handed them out. */
async function pass(documents, url, ask) {
  const startedAt = performance.now();
  const replies = [];
  for (const document of documents) replies.push(await upload(url, document));
  const seconds = (performance.now() - startedAt) / 1_000;
  const { ingested } = await ask('passed');
  if (ingested.length !== documents.length) throw new Error(`${documents.length} documents were sent, ${ingested.length} were processed`);
  return {
    seconds,
    ids: replies.map(({ document }) => document.id),
    hashes: ingested.map(({ chunksHash }) => chunksHash),
    chunks: replies.reduce((sum, { document }) => sum + document.chunkCount, 0),
    uncached: replies.filter(({ cachedSteps }) => !cachedSteps.includes('embed')).length,
  };
}

/** @returns the seconds it takes to be told that nothing has changed */
async function repeat(documents, url) {
  const startedAt = performance.now();
  for (const document of documents) {
    const { outcome } = await upload(url, document);
    if (outcome !== 'unchanged') throw new Error(`${document.name} was ${outcome} when it came again`);
  }
  return (performance.now() - startedAt) / 1_000;
}

/** @returns how long each took, in ms, of as many as are wanted and no more than are asked for */
async function searches(url, count, isWanted = () => true) {
  const times = [];
  while (times.length < count && isWanted()) {
    const startedAt = performance.now();
    await postJson(`${url}/search`, { query: `How many days after which does volume ${times.length} in Oslo rotate?`, mode: 'vector' });
    times.push(performance.now() - startedAt);
    await delay(BETWEEN_SEARCHES_MS);
  }
  return times;
}

/** The documents come all at once, so that the embedder has work as long as somebody searches. */
async function searchesBeside(documents, url) {
  let isOver = false;
  const uploads = Promise.all(documents.map((document) => upload(url, document))).finally(() => (isOver = true));
  const [times] = await Promise.all([searches(url, Infinity, () => !isOver), uploads]);
  return times;
}

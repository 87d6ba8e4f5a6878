import { exactKeyOf, scopeKeyOf } from '../../services/cache/dist/entries/entry/keys.policy.js';
import { openSemanticDatabase } from '../../services/cache/dist/entries/stores/semantic-database.js';
import { SqliteEntryStore } from '../../services/cache/dist/entries/stores/sqlite-entry.store.js';
import { answer, question } from './inventory.mjs';

const DIMENSIONS = 384;
const DAY_MS = 86_400_000;
/** Where GPTCache's routes look. */
const SCOPE = {
  tenant: 'default',
  namespace: 'gptcache',
  model: 'gptcache',
  prompt: 'gptcache',
  conversation: '',
  corpus: '',
  queryType: 'gptcache',
};

/** By the store itself: with the embedder it would take a quarter of an hour. */
export async function fill(path, entries, embedderId) {
  const file = openSemanticDatabase(path, () => {
    throw new Error('a new store was found damaged');
  });
  const store = new SqliteEntryStore(file, { maxEntries: entries, maxBytes: Number.MAX_SAFE_INTEGER }, { nowMs: () => Date.now() });
  const scopeKey = scopeKeyOf(SCOPE, embedderId);
  for (let n = 0; n < entries; n++) await store.put(entryOf(n, scopeKey), unitVector());
  store.close();
}

function entryOf(n, scopeKey) {
  const at = Date.now();
  return {
    id: `entry-${n}`,
    scopeKey,
    exactKey: exactKeyOf(scopeKey, question(n)),
    tenant: SCOPE.tenant,
    namespace: SCOPE.namespace,
    model: SCOPE.model,
    question: question(n),
    answer: answer(n),
    citations: [],
    fromDocuments: false,
    epoch: 0,
    createdAtMs: at,
    expiresAtMs: at + DAY_MS,
  };
}

function unitVector() {
  const vector = Float32Array.from({ length: DIMENSIONS }, () => Math.random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

// The cosine of each pair by the embedder that serves: one text at a time, as in a lookup, because an int8 model's vectors shift with what
// else is in a batch.
import { root } from '../../scripts/steps/steps.mjs';
import { join } from 'node:path';

export const EMBEDDER = 'bge-small-en-v1.5-int8';
const SHOWN_EVERY = 1_000;

export function modelsDir() {
  return process.env.DOCMIND_MODELS_DIR ?? join(root, '.docmind', 'models');
}

/** @throws Error naming the command that pulls the model when it isn't there */
export async function withCosines(pairs, log, id = EMBEDDER) {
  const { createEmbedder } = await import('../../services/cache/dist/embedding/embedders/create-embedder.js');
  const embedder = await createEmbedder({ id, modelsDir: modelsDir() });
  const vectors = new Map();
  const vectorOf = async (text) => {
    const vector = vectors.get(text) ?? (await embedder.embed(text, 'question'));
    vectors.set(text, vector);
    return vector;
  };
  try {
    embedder.assertReady();
    const found = [];
    for (const pair of pairs) {
      const [left, right] = [await vectorOf(pair.a), await vectorOf(pair.b)];
      found.push({ ...pair, cosine: left.reduce((sum, value, at) => sum + value * right[at], 0) });
      if (found.length % SHOWN_EVERY === 0) log(`${found.length} of ${pairs.length} pairs embedded`);
    }
    return found;
  } finally {
    await embedder.close();
  }
}

// Makes config/calibration/<embedder>.json from labelled pairs: node dist/embedders/calibrate.js PAIRS.jsonl MODELS_DIR OUT.json [BUDGET]
// A line is {"a": question, "b": question, "label": "same" | "different"}.
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { fitCalibration, type LabelledPair } from '../calibration/fit.policy.js';
import { createEmbedder } from './create-embedder.js';

const lineSchema = z.object({ a: z.string(), b: z.string(), label: z.enum(['same', 'different']) });
const DEFAULT_BUDGET = 0.05;

const [pairsPath, modelsDir, outPath, budget] = process.argv.slice(2);
if (!pairsPath || !modelsDir || !outPath) {
  console.error('Usage: calibrate PAIRS.jsonl MODELS_DIR OUT.json [BUDGET]');
  process.exit(1);
}

const embedder = await createEmbedder({ id: 'bge-small-en-v1.5-int8', modelsDir });
const lines = readFileSync(pairsPath, 'utf8').trim().split('\n');
const pairs: LabelledPair[] = [];
for (const line of lines) {
  const { a, b, label } = lineSchema.parse(JSON.parse(line));
  const [left, right] = [await embedder.embed(a, 'question'), await embedder.embed(b, 'question')];
  const cosine = left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
  pairs.push({ a, b, cosine, same: label === 'same' });
}
const calibration = fitCalibration(embedder.id, pairs, budget === undefined ? DEFAULT_BUDGET : Number(budget));
writeFileSync(outPath, `${JSON.stringify(calibration, null, 2)}\n`);
console.log(JSON.stringify({ strata: calibration.strata, heldOut: calibration.heldOut }, null, 2));
await embedder.close();

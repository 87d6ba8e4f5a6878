// What models were seen to do, in a file of the data folder: a model is tested once, not at each start, and `docmind doctor` reads it.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { abilitiesSchema } from './self-test.policy.js';

const FILE = 'model-self-tests.json';
/** Raised with each change of the items, the prompts or what is needed to pass: what was found before counts no longer. */
const VERSION = 1;

const testedSchema = abilitiesSchema.extend({
  model: z.string(),
  /** Of the model's file; absent where an engine doesn't tell it, as the same name may stand for another model tomorrow. */
  sha256: z.string().optional(),
  at: z.iso.datetime(),
});
export type TestedModel = z.infer<typeof testedSchema>;

const fileSchema = z.object({ version: z.literal(VERSION), models: z.array(testedSchema).max(1_000) });

/** Newest first; nothing where the file isn't there, or was written by another version. */
export function readSelfTests(dataDir: string): readonly TestedModel[] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8'))).models;
  } catch {
    return [];
  }
}

/** In place of what was kept of the same model. */
export function keepSelfTest(dataDir: string, tested: TestedModel): void {
  const isSame = ({ model, sha256 }: TestedModel): boolean => (sha256 ?? model) === (tested.sha256 ?? tested.model);
  const models = [tested, ...readSelfTests(dataDir).filter((other) => !isSame(other))].slice(0, 1_000);
  const path = join(dataDir, FILE);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, `${JSON.stringify({ version: VERSION, models }, null, 2)}\n`, { mode: 0o640 });
  renameSync(`${path}.${process.pid}`, path);
}

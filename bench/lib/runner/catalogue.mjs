// One folder a benchmark: bench/NAME/NAME.bench.mjs.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../../scripts/steps/steps.mjs';

const folder = join(root, 'bench');
const fileOf = (name) => join(folder, name, `${name}.bench.mjs`);

export const resultsFolder = join(folder, 'results');

export function benchNames() {
  return readdirSync(folder)
    .filter((name) => existsSync(fileOf(name)))
    .sort();
}

/**
 * `about`, `targets`, `run(options, scope)`, and where it has them `models` (ids it needs), `rivals` (names --against takes) and `options` of its own.
 * @throws Error naming the benchmarks there are
 */
export async function loadBench(name) {
  const names = benchNames();
  if (!names.includes(name)) throw new Error(`there is no benchmark "${name}"; there are ${names.join(', ')}`);
  return import(pathToFileURL(fileOf(name)).href);
}

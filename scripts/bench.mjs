// `npm run bench -- NAME [--seconds N] [--quick] [--against a,b] [its own options]`: one benchmark; without a name, what there is. The last line is the result.
import { assertRivals, nameOf, readArguments } from '../bench/lib/runner/arguments.mjs';
import { benchNames, loadBench, resultsFolder } from '../bench/lib/runner/catalogue.mjs';
import { environmentFacts, loadNow } from '../bench/lib/runner/environment.mjs';
import { resultOf, saveResult, tableOf } from '../bench/lib/runner/result.mjs';
import { Scope } from '../bench/lib/runner/scope.mjs';
import { ensureBuilt, ensureInstalled, ensureModels } from './setup.mjs';
import { isMain, say } from './steps/steps.mjs';

async function list() {
  await ensureInstalled();
  say('npm run bench -- NAME [--seconds N] [--quick] [--against NAME,NAME]\n');
  for (const name of benchNames()) say(`  ${name.padEnd(20)} ${(await loadBench(name)).about}`);
  say('\ndocs/benchmarks.md says what each figure means.');
}

/** A folder of models given from outside is used as it is. */
async function ensureModelsOf({ models = [] }) {
  if (models.length > 0 && !process.env.DOCMIND_MODELS_DIR) await ensureModels(models);
}

async function measure(name, args) {
  await ensureInstalled();
  const bench = await loadBench(name);
  const options = readArguments(args, bench.options);
  assertRivals(name, options.against, bench.rivals);
  await ensureBuilt();
  await ensureModelsOf(bench);
  const loadAtStart = loadNow();
  const scope = new Scope();
  let measured;
  try {
    measured = await bench.run({ ...options, log: (line) => say(`  ${line}`) }, scope);
  } finally {
    await scope.close();
  }
  // What is to be reached may depend on the options.
  return resultOf(name, measured, measured.targets ?? bench.targets, environmentFacts(options, loadAtStart));
}

if (isMain(import.meta.url)) {
  try {
    const args = process.argv.slice(2);
    const name = nameOf(args);
    if (name === undefined) await list();
    else {
      const result = await measure(name, args);
      saveResult(resultsFolder, result);
      for (const line of tableOf(result)) say(line);
      say(JSON.stringify(result));
    }
  } catch (error) {
    process.stderr.write(`bench: ${error.message}\n`);
    process.exitCode = 1;
  }
}

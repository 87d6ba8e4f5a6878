// `npm run check`: what must hold before a commit. Every step runs, also after one failed, so that one run shows everything.
// DOCMIND_CHECK_UNIT=skip leaves the quick tests out where the whole suite follows anyway.
import { join } from 'node:path';
import { ensureInstalled } from './setup.mjs';
import { exitCodeOf, isMain, root, say, seconds } from './steps/steps.mjs';

const tool = (path, ...args) => [join(root, 'node_modules', path), ...args];

const cruise = (config, ...folders) => tool('dependency-cruiser/bin/dependency-cruise.mjs', '--config', config, ...folders);

const steps = {
  format: tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
  lint: tool('eslint/bin/eslint.js', '.'),
  boundaries: cruise('.dependency-cruiser.cjs', 'libs', 'services'),
  rooms: cruise('.dependency-cruiser-rooms.cjs', 'libs', 'services', 'bench', 'scripts', 'test'),
  licences: [join(root, 'scripts/supply/licences.mjs')],
  types: tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'),
  'console types': tool('typescript/bin/tsc', '--noEmit', '-p', 'apps/console/tsconfig.json'),
  // The pure decisions and the libraries: seconds, no server and no model. `npm test` runs the rest.
  unit: tool('vitest/vitest.mjs', 'run', 'libs/', '.policy.spec.ts'),
};

async function check(names) {
  await ensureInstalled();
  const results = [];
  for (const name of names) {
    const startedAt = performance.now();
    say(`\n== ${name}`);
    const code = await exitCodeOf(process.execPath, steps[name]);
    results.push({ name, ok: code === 0, took: seconds(startedAt) });
  }
  return results;
}

function namesToRun(given) {
  const unknown = given.filter((name) => !(name in steps));
  if (unknown.length > 0) throw new Error(`no such step: ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}`);
  if (given.length > 0) return given;
  return Object.keys(steps).filter((name) => name !== 'unit' || process.env.DOCMIND_CHECK_UNIT !== 'skip');
}

if (isMain(import.meta.url)) {
  try {
    const results = await check(namesToRun(process.argv.slice(2)));
    say('');
    for (const { name, ok, took } of results) say(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(13)} ${took}`);
    process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
  } catch (error) {
    say(`check could not run: ${error.message}`);
    process.exitCode = 1;
  }
}

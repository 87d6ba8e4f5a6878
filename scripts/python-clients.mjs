// GPTCache's own Python client for the tests, in a virtual environment below the user's cache folder, made once.
// Run by itself it prints the path of its Python, or exits with 1 and the reason on stderr.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { findProgram, isMain, runQuietly, say } from './steps.mjs';

// With all that the client imports: GPTCache runs pip for what is missing, and in whatever environment that pip belongs to.
const packages = ['gptcache==0.1.44', 'httpx<1', 'numpy', 'cachetools', 'requests'];
// Without pip in it, there is none that GPTCache could run.
const makeVenv = ['-m', 'venv', '--without-pip'];

const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'docmind', 'gptcache-client-0.1.44');
/** Written last, so that an install that was cut off is made anew. */
const whole = join(folder, 'whole');
const python = join(folder, 'bin', 'python3');

/** @returns {Promise<{python?: string, problem?: string}>} the client's Python, or why there is none */
export async function ensureGptCacheClient() {
  if (existsSync(whole)) return { python };
  const system = findProgram('python3');
  if (system === undefined) return { problem: 'python3 is not on PATH' };
  try {
    await install(system);
    return { python };
  } catch (error) {
    return { problem: `GPTCache's client could not be installed: ${error.message}` };
  }
}

async function install(system) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  await runQuietly(system, [...makeVenv, folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--only-binary=:all:'];
  // Into a folder and not a prefix, so that nothing counts as there because the system's Python has it.
  await runQuietly(system, [...pip, '--target', sitePackages(), ...packages]);
  await runQuietly(python, ['-c', 'from gptcache.client import Client'], { env: { PATH: dirname(python) } });
  writeFileSync(whole, `${packages.join('\n')}\n`);
}

function sitePackages() {
  const lib = join(folder, 'lib');
  const version = readdirSync(lib).find((name) => name.startsWith('python3'));
  return join(lib, version, 'site-packages');
}

/** Before the tests: in CI a client that can't be had is a failure, elsewhere its tests skip themselves and are counted. */
export async function expectGptCacheClient() {
  const { problem } = await ensureGptCacheClient();
  if (problem === undefined) return;
  if (process.env.CI === 'true') throw new Error(problem);
  say(`! ${problem}: its tests are skipped`);
}

if (isMain(import.meta.url)) {
  const { python: found, problem } = await ensureGptCacheClient();
  if (found) say(found);
  else {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
  }
}

// llama.cpp's own HTTP server for tests, out of a Python wheel: 20 s and 127 MB, once, in the user's cache folder.
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf, isMain, say } from '../steps/steps.mjs';

const WHEEL = 'xllamacpp==2026.10.11549';

export const engineCache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'docmind');
const folder = join(engineCache, 'llama-server');
const python = join(folder, 'venv/bin/python');
const stamp = join(folder, 'venv', `.${WHEEL}`);

/**
 * Tests of a server that can't be had skip themselves and are counted.
 * @throws Error in CI (`CI=true`), where a missing server is a failure.
 */
export async function ensureLlamaServer() {
  if (existsSync(stamp)) return;
  say(`Installing llama.cpp's server (${WHEEL}) for the tests of that engine`);
  if (await install()) return;
  const problem = `${WHEEL} could not be installed with python3 -m venv and pip`;
  if (process.env.CI === 'true') throw new Error(problem);
  say(`! ${problem}: the tests that need it are skipped`);
}

async function install() {
  await mkdir(folder, { recursive: true });
  await rm(join(folder, 'venv'), { recursive: true, force: true });
  const made = await exitCodeOf('python3', ['-m', 'venv', join(folder, 'venv')]).catch(() => 1);
  if (made !== 0) return false;
  const quiet = ['--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
  const installed = await exitCodeOf(python, ['-m', 'pip', 'install', ...quiet, WHEEL]);
  if (installed !== 0) return false;
  await writeFile(stamp, '');
  return true;
}

if (isMain(import.meta.url)) await ensureLlamaServer();

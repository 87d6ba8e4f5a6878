// One run of the service under load, with the record of what it did to its disk.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationsOf } from './record.mjs';

const LAYER = fileURLToPath(new URL('recorder.c', import.meta.url));
const LIMIT_MS = 120_000;

export const hasCompiler = () => process.platform === 'linux' && ['/usr/bin/cc', '/usr/local/bin/cc'].some(existsSync);

/** @throws Error with what the compiler says */
export function buildLayer(folder) {
  const built = join(folder, 'recorder.so');
  execFileSync('cc', ['-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', built, LAYER, '-ldl', '-lpthread']);
  return built;
}

/**
 * @param {{folder: string, faults?: string, program: string, given: object}} run `folder` may hold what an earlier crash left; `given` is its argument
 * @param {{layer: string, execArgv?: string[]}} how
 * @returns {Promise<{operations: object[], hasEnded: boolean, complaint: string}>} killed where it hangs
 */
export async function record({ folder, faults = '', program, given }, { layer, execArgv = [] }) {
  const file = `${folder}.record`;
  const environment = {
    PATH: process.env.PATH,
    LD_PRELOAD: layer,
    CRASH_FOLDER: folder,
    CRASH_RECORD: file,
    CRASH_FAULTS: faults,
    CRASH_PROMISES: '3',
  };
  const args = [...execArgv, program, JSON.stringify(given)];
  const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'ignore', 'pipe', 'ignore'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += String(text)));
  const [exitCode] = await once(child, 'close');
  clearTimeout(timer);
  const operations = [...operationsOf(readFileSync(file))];
  for (const one of [file, `${file}.lock`]) rmSync(one);
  return { operations, hasEnded: exitCode === 0, complaint };
}

/** @returns {Map<string, Buffer>} by path below the folder; without the log's index, which is made anew from the log */
export function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.filter((path) => !path.endsWith('-shm')).map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

// What the scripts share: running a command, timing a step, finding a program. Plain Node, because it runs before anything is installed.
import { spawn } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Resolves with the exit code; the command's output is ours. A signal to us reaches the command through the process group. */
export function exitCodeOf(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', (cause) => reject(new Error(`${command} could not be started: ${cause.message}`, { cause })));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** @throws Error naming the command when it exits with anything but 0. */
export async function run(command, args, options = {}) {
  const code = await exitCodeOf(command, args, options);
  if (code !== 0) throw new Error(`\`${[command, ...args].join(' ')}\` exited with ${code}`);
}

/** Shows the command's output only when it fails, all of it then. */
export function runQuietly(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve();
      process.stdout.write(Buffer.concat(output));
      reject(new Error(`\`${[command, ...args].join(' ')}\` exited with ${code}`));
    });
  });
}

/** The program's path, or undefined. Debian keeps servers in sbin, which an ordinary user's PATH may lack. */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const seconds = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/** Prints what starts and how long it took. */
export async function step(title, action) {
  const startedAt = performance.now();
  say(`${title} ...`);
  const result = await action();
  say(`${title}: done in ${seconds(startedAt)}`);
  return result;
}

/** True when the script was started from the command line and not imported. */
export const isMain = (importMetaUrl) => process.argv[1] !== undefined && fileURLToPath(importMetaUrl) === realpathSync(process.argv[1]);

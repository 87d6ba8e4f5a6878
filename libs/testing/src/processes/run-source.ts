import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const LOADER = new URL('./register-sources.mjs', import.meta.url).href;

/** A process of its own that runs a TypeScript source as it is: for tests that kill a process, or need two on one file. */
export function runSource(source: URL, args: readonly string[], env = process.env): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, sourceArguments(source, args), { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What Node is started with, where a client starts it by itself. */
export function sourceArguments(source: URL, args: readonly string[]): string[] {
  return ['--import', LOADER, fileURLToPath(source), ...args];
}

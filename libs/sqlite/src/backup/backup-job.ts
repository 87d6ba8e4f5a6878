import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '@docmind/errors';
import { z } from 'zod';
import { baseOf, type Backup, runOf } from './backup-files.js';
import { type Increment, type RowCounts } from './backup-manifest.js';
import { logBytes } from './log-header.policy.js';

const CHILD = fileURLToPath(new URL('./backup.process.mjs', import.meta.url));

const copiedSchema = z.object({ bytes: z.number(), sha256: z.string() });
const rebuiltSchema = z.object({ counts: z.record(z.string(), z.number()) });
const replySchema = z.union([z.object({ done: z.unknown() }), z.object({ failed: z.string(), code: z.string() })]);

export interface RebuildOptions {
  readonly key: string | undefined;
  /** Paths of what SQLite must load to read all tables. */
  readonly extensions: readonly string[];
  /** To be counted. */
  readonly tables: readonly string[];
}

/** As its bytes are, whoever writes meanwhile. `to` must not be there. */
export async function copyDatabaseFile(from: string, to: string): Promise<{ bytes: number; sha256: string }> {
  return copiedSchema.parse(await runJob({ kind: 'copy', from, to }));
}

/**
 * Puts the database together as it was at an increment, and checks every page of it.
 * @throws AppError FAILED_PRECONDITION that says what is wrong with the backup; nothing is left at `to` then
 */
export async function rebuildDatabase(backup: Backup, last: Increment, to: string, options: RebuildOptions): Promise<RowCounts> {
  const { folder, manifest } = backup;
  const runs = runsUpTo(backup, last).map(({ run, frames }) => ({
    file: runOf(folder, run),
    frames,
    bytes: logBytes(frames, manifest.pageSize),
  }));
  // One from before there was a key is put together as it is.
  const key = manifest.isEncrypted ? options.key : undefined;
  const job = { kind: 'rebuild', base: baseOf(folder, manifest), sha256: manifest.base.sha256, runs, to, ...options, key };
  return rebuiltSchema.parse(await runJob(job)).counts;
}

/** Each run as long as its last increment says. */
function runsUpTo({ increments }: Backup, last: Increment): Increment[] {
  const runs = new Map<number, Increment>();
  for (const increment of increments.slice(0, increments.indexOf(last) + 1)) runs.set(increment.run, increment);
  return [...runs.values()].filter(({ run, frames }) => run > 0 && frames > 0);
}

function runJob(job: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // The passphrase goes by message: arguments and environment can be read by others.
    const child = fork(CHILD, [], { execArgv: [], env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.once('error', reject);
    child.once('message', (message) => {
      const reply = replySchema.parse(message);
      if ('done' in reply) resolve(reply.done);
      else reject(failure(reply));
    });
    child.once('exit', (code, signal) =>
      reject(new AppError('UNAVAILABLE', `The backup's process ended (${signal ?? code}) before it was done`)),
    );
    child.send(job, (error) => error && reject(error));
  });
}

function failure({ failed, code }: { failed: string; code: string }): Error {
  if (code === 'SQLITE_NOTADB') return new AppError('FAILED_PRECONDITION', `It is damaged, or encrypted with another key (${failed})`);
  // The disk's own errors keep their code: it says whether another try may succeed.
  return /^(E[A-Z]+|SQLITE_(FULL|IOERR.*))$/.test(code)
    ? Object.assign(new Error(failed), { code })
    : new AppError('FAILED_PRECONDITION', failed);
}

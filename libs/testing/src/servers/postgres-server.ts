// A real PostgreSQL for tests: the one that DOCMIND_TEST_POSTGRES names, else one of its own where its programs are installed.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe } from 'vitest';
import { until } from '../machine/until.js';
import { findServer, freePort } from './real-servers.js';

/** PostgreSQL refuses to run as root: there it runs as the user whom nothing belongs to. */
const NOBODY = 65_534;

export interface PostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Skips where there is none, with what to do about it. */
export function describeWithPostgres(tests: () => void): void {
  const isThere = process.env.DOCMIND_TEST_POSTGRES !== undefined || postgresFolder() !== undefined;
  describe.skipIf(!isThere)(
    isThere ? 'with a real PostgreSQL' : 'no PostgreSQL: install it, or name one in DOCMIND_TEST_POSTGRES, to run these',
    tests,
  );
}

export async function startPostgresServer(): Promise<PostgresServer> {
  const given = process.env.DOCMIND_TEST_POSTGRES;
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const programs = postgresFolder();
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'docmind-postgres-'));
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  execFileSync(join(programs, 'initdb'), ['-D', folder, '-U', 'docmind', '-A', 'trust', '--no-sync', '-E', 'UTF8'], {
    ...{ ...user, cwd: folder, stdio: 'ignore' },
  });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'lc_messages=C'].flatMap((one) => ['-c', one]);
  const child = spawn(join(programs, 'postgres'), ['-D', folder, '-p', String(port), ...settings], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // It listens before it takes anybody in.
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await until(() => said.includes('ready to accept connections'), 'PostgreSQL to take connections');
  return { url: `postgres://docmind@127.0.0.1:${port}/postgres`, stop: () => stop(child, folder) };
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await exited;
  rmSync(folder, { recursive: true, force: true });
}

/** Debian keeps the programs of each version in a folder of its own. */
function postgresFolder(): string | undefined {
  const onPath = findServer('initdb');
  if (onPath !== undefined) return dirname(onPath);
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return undefined;
  return readdirSync(versions)
    .map((version) => join(versions, version, 'bin'))
    .filter((folder) => existsSync(join(folder, 'initdb')))
    .sort()
    .at(-1);
}

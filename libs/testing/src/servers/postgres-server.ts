// A real PostgreSQL for tests: the one that DOCMIND_TEST_POSTGRES names, else one of its own where its programs are installed.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe } from 'vitest';
import { repositoryRoot } from '../machine/models-dir.js';
import { until } from '../machine/until.js';
import { findServer, freePort } from './real-servers.js';

/** PostgreSQL refuses to run as root: there it runs as the user whom nothing belongs to. */
const NOBODY = 65_534;

export interface PostgresServer {
  readonly url: string;
  /** As a crash would; `restart` brings it back on the same port. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** All of its processes stand still, with their connections open, until `thaw`. */
  freeze(): void;
  thaw(): void;
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

/** One that has pgvector: DOCMIND_TEST_PGVECTOR names it, or PyPI's pgserver carries it. */
export function describeWithPgvector(tests: () => void): void {
  const isThere = process.env.DOCMIND_TEST_PGVECTOR !== undefined || pgvectorFolder() !== undefined;
  describe.skipIf(!isThere)(
    isThere ? 'with a real PostgreSQL and pgvector' : 'no PostgreSQL with pgvector: name one in DOCMIND_TEST_PGVECTOR to run these',
    tests,
  );
}

export async function startPostgresServer(): Promise<PostgresServer> {
  return start(process.env.DOCMIND_TEST_POSTGRES, postgresFolder());
}

export async function startPgvectorServer(): Promise<PostgresServer> {
  return start(process.env.DOCMIND_TEST_PGVECTOR, pgvectorFolder());
}

async function start(given: string | undefined, programs: string | undefined): Promise<PostgresServer> {
  if (given !== undefined)
    return { url: given, kill: notOurs, restart: notOurs, freeze: refused, thaw: refused, stop: async () => undefined };
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'docmind-postgres-'));
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const bin = isRoot ? forNobody(programs, folder) : programs;
  const data = join(folder, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'docmind', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale', 'C'], {
    ...{ ...user, cwd: folder, stdio: 'ignore' },
  });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'lc_messages=C'].flatMap((one) => ['-c', one]);
  let child: ChildProcess | undefined;
  const run = async () => {
    const started = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = started;
    // It listens before it takes anybody in.
    let said = '';
    started.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until(() => said.includes('ready to accept connections'), 'PostgreSQL to take connections');
  };
  const end = async (signal: NodeJS.Signals) => {
    const running = child;
    child = undefined;
    if (running) await ended(running, signal);
  };
  await run();
  const stop = async () => {
    await end('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  };
  const signal = (name: NodeJS.Signals) => {
    for (const pid of processesOf(child?.pid)) process.kill(pid, name);
  };
  return {
    url: `postgres://docmind@127.0.0.1:${port}/postgres`,
    // SIGQUIT ends all of its processes at once, without a checkpoint: what a crash leaves.
    kill: () => end('SIGQUIT'),
    restart: run,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stop,
  };
}

/** The server's own, and one for each connection and chore. */
function processesOf(pid: number | undefined): number[] {
  if (pid === undefined) return [];
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [pid, ...children.map(Number)];
}

function refused(): never {
  throw new Error("This PostgreSQL was named from outside: it isn't ours to end");
}

async function notOurs(): Promise<void> {
  refused();
}

/** Root's own folders are closed to it, so it gets a copy of programs that lie there. */
function forNobody(programs: string, folder: string): string {
  chownSync(folder, NOBODY, NOBODY);
  if (programs.startsWith('/usr/')) return programs;
  // In their wheel the programs find their libraries by the way from folder to folder.
  const installed = dirname(programs);
  const packages = dirname(dirname(installed));
  for (const part of ['pgserver.libs', join('pgserver', 'pginstall')])
    cpSync(join(packages, part), join(folder, part), { recursive: true });
  return join(folder, 'pgserver', 'pginstall', 'bin');
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}

/** Within PyPI's pgserver, which scripts/testing/python-clients.mjs installs. */
function pgvectorFolder(): string | undefined {
  const script = join(repositoryRoot(), 'scripts/testing/python-clients.mjs');
  const found = spawnSync(process.execPath, [script, 'postgres'], { encoding: 'utf8' });
  if (found.status !== 0) return undefined;
  const lib = join(dirname(found.stdout.trim()), '..', 'lib');
  const version = readdirSync(lib).find((name) => name.startsWith('python3')) ?? '';
  return join(lib, version, 'site-packages', 'pgserver', 'pginstall', 'bin');
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

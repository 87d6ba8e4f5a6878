// Real servers for tests: from PATH, on a free port of 127.0.0.1, in a folder of their own.
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';
import { until } from '../machine/until.js';

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Ends the process as a crash would; `restart` brings it back on the same port. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function findServer(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** In CI a missing server is a failure; elsewhere its tests are skipped, and the runner prints how many. */
export function describeWithServer(name: string, tests: () => void): void {
  const isThere = findServer(name) !== undefined;
  if (!isThere && process.env.CI) throw new Error(`${name} is not on PATH; in CI it must be`);
  describe.skipIf(!isThere)(isThere ? `with a real ${name}` : `${name} is not on PATH: install it to run these`, tests);
}

/** @param configFile such as one that says who may publish what */
export async function startNatsServer(wantedPort?: number, configFile?: string): Promise<RunningServer> {
  const port = wantedPort ?? (await freePort());
  const args = [...(configFile === undefined ? [] : ['--config', configFile]), '--addr', '127.0.0.1', '--port', String(port)];
  return start('nats-server', args, port, `nats://127.0.0.1:${port}`);
}

export async function startRedisServer(): Promise<RunningServer> {
  const port = await freePort();
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'];
  return start('redis-server', args, port, `redis://127.0.0.1:${port}`);
}

/** With a configuration of its own; it keeps what it scrapes in its folder. */
export async function startPrometheusServer(configFile: string): Promise<RunningServer> {
  const port = await freePort();
  const args = [`--config.file=${configFile}`, `--web.listen-address=127.0.0.1:${port}`, '--storage.tsdb.path=data', '--log.level=error'];
  return start('prometheus', args, port, `http://127.0.0.1:${port}`);
}

export async function freePort(): Promise<number> {
  const port = await unusedPort();
  // The system may give the same one again, as nobody listens there yet.
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
}

const given = new Set<number>();

function unusedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function start(name: string, args: string[], port: number, url: string): Promise<RunningServer> {
  const path = findServer(name);
  if (!path) throw new Error(`${name} is not on PATH`);
  const folder = mkdtempSync(join(tmpdir(), `docmind-${name}-`));
  let child: ChildProcess | undefined;
  const run = async () => {
    child = spawn(path, args, { cwd: folder, stdio: 'ignore' });
    await until(() => answers(port), `${name} to listen`);
  };
  const end = async (signal: NodeJS.Signals) => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const exited = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await exited;
  };
  await run();
  return {
    url,
    port,
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL');
      await run();
    },
    stop: async () => {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

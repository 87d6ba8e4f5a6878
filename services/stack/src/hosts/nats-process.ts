import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@docmind/errors';

const START_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 5_000;

export interface NatsProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A nats-server of our own on a free port of 127.0.0.1.
 * @throws AppError FAILED_PRECONDITION when there is none on PATH
 */
export async function startNatsProcess(searchPath: string): Promise<NatsProcess> {
  const program = findNatsServer(searchPath);
  if (program === undefined) {
    throw new AppError(
      'FAILED_PRECONDITION',
      'No nats-server on PATH: install it (Debian: apt install nats-server), or name a running one with --nats nats://host:4222',
    );
  }
  const port = await freePort();
  // The shell ends the server when our end of its stdin closes, which even a kill -9 of this process does.
  const script = '"$0" "$@" & server=$!; trap "kill $server 2>/dev/null" TERM INT; read _; kill $server 2>/dev/null; wait $server';
  const args = ['-c', script, program, '--addr', '127.0.0.1', '--port', String(port)];
  const child = spawn('/bin/sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  await untilListening(child, port);
  return { url: `nats://127.0.0.1:${port}`, stop: () => stop(child) };
}

export function findNatsServer(searchPath: string): string | undefined {
  // Debian puts it into sbin, which an ordinary user's PATH may lack.
  const folders = [...searchPath.split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'nats-server')).find(isExecutable);
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > limit) {
      child.stdin?.end();
      throw new AppError('UNAVAILABLE', `nats-server did not start listening on 127.0.0.1:${port}`);
    }
    await delay(20);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await Promise.race([ended, delay(STOP_LIMIT_MS, undefined, { ref: false })]);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
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

import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@docmind/errors';
import { restartDelayMs } from './restart.policy.js';
import type { SupervisedOptions } from './supervised-process.js';

const START_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 5_000;

/** The shell ends the server when our end of its stdin closes, which even a kill -9 of this process does, and ends with the server. */
const SCRIPT =
  'exec 3<&0; "$0" "$@" 3<&- & server=$!; (read _ <&3; kill $server) & watcher=$!; ' +
  'trap "kill $server" TERM INT; wait $server; kill $watcher 2>/dev/null; wait $server';

export interface NatsProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A nats-server of our own on a free port of 127.0.0.1; one that dies is started again on the same port, where the services look for it.
 * @param configFile who may connect and publish what
 * @throws AppError FAILED_PRECONDITION when there is none on PATH
 */
export async function startNatsProcess(searchPath: string, configFile: string, report: SupervisedOptions['report']): Promise<NatsProcess> {
  const program = findNatsServer(searchPath);
  if (program === undefined) {
    throw new AppError(
      'FAILED_PRECONDITION',
      'No nats-server on PATH: install it (Debian: apt install nats-server), or name a running one with --nats nats://host:4222',
    );
  }
  const nats = new SupervisedNats([program, '--config', configFile], await freePort(), report);
  await nats.start();
  return nats;
}

class SupervisedNats implements NatsProcess {
  private child: ChildProcess | undefined;
  private stopping = false;
  private failures = 0;

  constructor(
    private readonly command: readonly string[],
    private readonly port: number,
    private readonly report: SupervisedOptions['report'],
  ) {}

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const args = ['-c', SCRIPT, ...this.command, '--addr', '127.0.0.1', '--port', String(this.port)];
    const child = spawn('/bin/sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    this.child = child;
    await untilListening(child, this.port);
    child.once('exit', () => void this.revive());
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || hasEnded(child)) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin?.end();
    const killer = setTimeout(() => killGroup(child), STOP_LIMIT_MS);
    await ended;
    clearTimeout(killer);
  }

  private async revive(): Promise<void> {
    if (this.stopping) return;
    const waitMs = restartDelayMs(this.failures++);
    this.report({ msg: 'nats-server died, starting it again', name: 'nats-server', waitMs });
    await delay(waitMs);
    if (this.stopping) return;
    try {
      await this.start();
      this.failures = 0;
      this.report({ msg: 'nats-server is back', name: 'nats-server' });
    } catch {
      await this.revive();
    }
  }
}

/** The shell, its watcher and the server. */
function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

export function findNatsServer(searchPath: string): string | undefined {
  // Debian puts it into sbin, which an ordinary user's PATH may lack.
  const folders = [...searchPath.split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'nats-server')).find(isExecutable);
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS;
  while (!(await answers(port))) {
    if (hasEnded(child) || Date.now() > limit) {
      child.stdin?.end();
      throw new AppError('UNAVAILABLE', `nats-server did not start listening on 127.0.0.1:${port}`);
    }
    await delay(20);
  }
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

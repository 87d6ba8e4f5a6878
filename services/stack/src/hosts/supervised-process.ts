import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { DRAIN } from '@docmind/bootstrap';
import { AppError, within } from '@docmind/errors';
import { restartDelayMs } from './restart.policy.js';

export interface SupervisedOptions {
  readonly name: string;
  /** The module to run. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly startLimitMs: number;
  readonly stopLimitMs: number;
  readonly report: (event: { msg: string; name: string; [fact: string]: unknown }) => void;
}

/** One service as a child process that is started again when it dies. It ends with us: its channel closes when we do. */
export class SupervisedProcess {
  private child: ChildProcess | undefined;
  private stopping = false;
  private failures = 0;

  constructor(private readonly options: SupervisedOptions) {}

  /** Where its door is, once it has started. */
  url = '';

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** @throws AppError UNAVAILABLE when it ends or stays silent before it is ready; its own words are on stderr then */
  async start(): Promise<void> {
    await this.launch();
    this.child?.once('exit', (code, signal) => void this.onExit(code, signal));
  }

  /** Has it refuse new requests and finish those that run. It is not started again from then on. */
  async drain(limitMs: number): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child?.connected) return;
    const left = new AbortController();
    const drained = Promise.race([once(child, 'message', { signal: left.signal }), once(child, 'exit', { signal: left.signal })]);
    child.send(DRAIN);
    await within(drained, limitMs).catch(() => undefined);
    left.abort();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), this.options.stopLimitMs);
    await ended;
    clearTimeout(killer);
  }

  private async launch(): Promise<void> {
    const { name, entry, environment, startLimitMs } = this.options;
    // Ctrl-C reaches the terminal's whole group; these end when we tell them to, in our order.
    const child = fork(entry, [], { env: environment, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
    this.child = child;
    this.url = await within(urlOnceReady(child, name), startLimitMs, () => {
      child.kill('SIGKILL');
      return new AppError('UNAVAILABLE', `${name} was not ready within ${startLimitMs} ms`);
    });
  }

  private async onExit(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (this.stopping) return;
    const { name, report } = this.options;
    const waitMs = restartDelayMs(this.failures++);
    report({ msg: 'service died, starting it again', name, code, signal, waitMs });
    await delay(waitMs);
    if (this.stopping) return;
    try {
      await this.start();
      this.failures = 0;
      report({ msg: 'service is back', name, pid: this.pid });
    } catch (thrown) {
      report({ msg: 'service did not come back', name, reason: thrown instanceof Error ? thrown.message : String(thrown) });
      await this.onExit(null, null);
    }
  }
}

/** @throws AppError UNAVAILABLE when it ends before */
function urlOnceReady(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new AppError('UNAVAILABLE', `${name} ended with ${code ?? 'a signal'} before it was ready`)));
    child.once('error', reject);
    child.once('message', (message: { url?: string }) => resolve(message.url ?? ''));
  });
}

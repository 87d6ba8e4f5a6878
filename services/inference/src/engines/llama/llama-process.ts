import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { errorCodeSchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { FromChild, ToChild } from './llama-protocol.js';

const CHILD = fileURLToPath(new URL('./llama-child.mjs', import.meta.url));
const EXIT_LIMIT_MS = 3_000;
const KEPT_STDERR_CHARS = 2_000;

type WithoutId<Message> = Message extends { readonly id: number } ? Omit<Message, 'id'> : never;

export interface Exchange {
  readonly onMessage: (message: FromChild) => void;
  readonly onFailure: (error: AppError) => void;
}

/** One life of the child process: pairs answers with questions, and fails what is open when it dies. */
export class LlamaProcess {
  private readonly child: ChildProcess;
  private readonly open = new Map<number, Exchange>();
  private lastId = 0;
  private stderrTail = '';
  private deathNote: string | undefined;
  readonly exited: Promise<string>;

  constructor() {
    // No execArgv: a debugger's or a test runner's flags are not the child's.
    this.child = fork(CHILD, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderrTail = (this.stderrTail + text).slice(-KEPT_STDERR_CHARS);
    });
    this.child.on('message', (message) => this.receive(message as FromChild));
    this.exited = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(this.die(error.message)));
      this.child.once('exit', (code, signal) => resolve(this.die(signal ?? `exit code ${code}`)));
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isAlive(): boolean {
    return this.deathNote === undefined;
  }

  /** What the native library last wrote; for the log, never for a client. */
  get lastWords(): string {
    return this.stderrTail;
  }

  /** Starts an exchange that ends with whatever `onMessage` takes as its end; `close` forgets it. */
  start(message: WithoutId<ToChild>, exchange: Exchange): { readonly id: number; readonly close: () => void } {
    const id = ++this.lastId;
    this.open.set(id, exchange);
    this.send({ ...message, id } as ToChild);
    return { id, close: () => this.open.delete(id) };
  }

  /** One question, one answer. @param onLoading told how much of a model is read, 0 to 1 */
  ask(message: WithoutId<ToChild>, onLoading: (share: number) => void = () => undefined): Promise<FromChild> {
    return new Promise((resolve, reject) => {
      const { close } = this.start(message, {
        onMessage: (answer) => {
          if (answer.type === 'loading') return onLoading(answer.share);
          close();
          if (answer.type === 'error') reject(errorOf(answer));
          else resolve(answer);
        },
        onFailure: reject,
      });
    });
  }

  send(message: ToChild): void {
    if (!this.isAlive) {
      // Later, so that the caller has what `start` returns.
      queueMicrotask(() => this.failAll());
      return;
    }
    this.child.send(message, (error) => {
      if (error) this.failAll();
    });
  }

  async stop(): Promise<void> {
    if (!this.isAlive) return;
    const timer = setTimeout(() => this.child.kill('SIGKILL'), EXIT_LIMIT_MS);
    if (this.child.connected) this.child.disconnect();
    else this.child.kill('SIGKILL');
    await this.exited;
    clearTimeout(timer);
  }

  private receive(message: FromChild): void {
    this.open.get(message.id)?.onMessage(message);
  }

  private die(why: string): string {
    this.deathNote ??= why;
    this.failAll();
    return why;
  }

  private failAll(): void {
    const error = new AppError(
      'UNAVAILABLE',
      `The embedded engine stopped (${this.deathNote ?? 'its channel is closed'}) and is starting again`,
    );
    const exchanges = [...this.open.values()];
    this.open.clear();
    for (const { onFailure } of exchanges) onFailure(error);
  }
}

export function errorOf({ code, message, details }: Extract<FromChild, { type: 'error' }>): AppError {
  // A code may be Node's or the library's own, and its words may name files of this machine.
  const isOurs = code !== 'INTERNAL' && errorCodeSchema.safeParse(code).success;
  if (isOurs) return new AppError(code, message, { details });
  return new AppError('INTERNAL', 'The embedded engine failed; the log has its reason', { cause: new Error(message) });
}

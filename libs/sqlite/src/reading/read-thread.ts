import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AppError } from '@docmind/errors';

export interface ReadThreadOptions {
  readonly path: string;
  readonly key?: string | undefined;
  /** Files of SQLite's extensions. */
  readonly extensions: readonly string[];
}

export interface Reading {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** The first column alone. */
  readonly isPluck: boolean;
}

interface Reply {
  readonly id: number;
  readonly rows?: unknown[];
  readonly message?: string;
  readonly code?: string;
}

interface Waiting {
  readonly resolve: (rows: unknown[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** Answered when all that was asked before is done; it reads no table. */
const NOTHING: Reading = { sql: 'SELECT 1', parameters: [], isPluck: true };

/** Further ones would wait longer than anybody waits for an answer. */
const MOST_WAITING = 256;

/**
 * A thread with a connection of its own that only reads: it sees what was committed when a statement begins, and holds nobody up. Started when it is
 * first needed, and again where it died. Statements run one after the other.
 */
export class ReadThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private isClosed = false;
  private pausing: Promise<unknown> | undefined;

  constructor(private readonly options: ReadThreadOptions) {}

  /** @throws AppError RESOURCE_EXHAUSTED where too many wait, UNAVAILABLE where the thread dies meanwhile; SQLite's own error with its code */
  async all(reading: Reading): Promise<unknown[]> {
    while (this.pausing) await this.pausing.catch(() => undefined);
    if (this.isClosed) throw new AppError('UNAVAILABLE', 'The database is being closed');
    if (this.waiting.size >= MOST_WAITING)
      throw new AppError('RESOURCE_EXHAUSTED', `${MOST_WAITING} searches wait for the database: try again later`);
    return this.ask(reading);
  }

  /** Nobody reads while `work` goes on: a log that is read can't be emptied. What is asked for meanwhile waits. */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.pausing) await this.pausing.catch(() => undefined);
    const working = this.idle()
      .then(work)
      .finally(() => (this.pausing = undefined));
    this.pausing = working;
    return working;
  }

  /** What runs is finished, and what waits, too. The file has no reader of ours afterwards. */
  async close(): Promise<void> {
    this.isClosed = true;
    const { worker } = this;
    if (!worker) return;
    worker.ref();
    const ended = once(worker, 'exit');
    worker.postMessage('close');
    await ended.catch(() => undefined);
  }

  private async idle(): Promise<void> {
    if (this.worker) await this.ask(NOTHING).catch(() => undefined);
  }

  private ask(reading: Reading): Promise<unknown[]> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker ??= this.startWorker();
      // An idle one keeps no process alive.
      this.worker.ref();
      this.worker.postMessage({ id, ...reading });
    });
  }

  private startWorker(): Worker {
    const worker = new Worker(new URL('read.worker.mjs', import.meta.url), { workerData: this.options, execArgv: [] });
    worker.on('message', (reply: Reply) => this.onReply(reply));
    worker.on('error', (cause) => this.onEnd(worker, cause));
    worker.on('exit', () => this.onEnd(worker));
    return worker;
  }

  private onReply({ id, rows, message, code }: Reply): void {
    const asked = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.worker?.unref();
    if (rows) asked?.resolve(rows);
    else asked?.reject(Object.assign(new Error(message), { code }));
  }

  private onEnd(worker: Worker, cause?: unknown): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const error = new AppError('UNAVAILABLE', 'The thread that reads the database stopped', { cause });
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

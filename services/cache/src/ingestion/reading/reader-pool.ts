import { availableParallelism } from 'node:os';
import { AppError } from '@docmind/errors';
import { bulkhead } from 'cockatiel';
import { type PagesRead, type ReaderJob, type ProcessLimit, ReaderProcess, type ReaderReply } from './reader-process.js';

/** Documents read at once; more wait. Each may take a core and its memory. */
const AT_ONCE = Math.min(2, availableParallelism());
const IDLE_MS = 10_000;
/** What a document leaves behind in its process is not for the next to pay. */
const REUSED_BELOW_BYTES = 200 * 1024 * 1024;

/** Nor is the time: the kernel ends a process that has used what it may. */
const REUSED_BELOW_SECONDS = 600;

export interface Wait {
  readonly signal: AbortSignal;
  /** At most so long without a page that is done. */
  readonly timeoutMs: number;
  readonly late: () => AppError;
  readonly onPage: (pages: PagesRead) => void;
}

/** Readers that are kept for the next document while they are small; whatever goes wrong with one, it is ended. */
export class ReaderPool {
  private readonly places = bulkhead(AT_ONCE, Number.MAX_SAFE_INTEGER);
  private readonly idle: { readonly reader: ReaderProcess; readonly timer: NodeJS.Timeout }[] = [];

  constructor(private readonly limit: ProcessLimit) {}

  /**
   * @returns undefined where the reader was ended, as it is for taking too much memory
   * @throws AppError CANCELLED when the caller leaves; what `late` gives when it takes too long
   */
  async read(job: ReaderJob, wait: Wait): Promise<ReaderReply | undefined> {
    const { signal } = wait;
    const cancelled = (): AppError => new AppError('CANCELLED', 'The caller went away while a document was read');
    if (signal.aborted) throw cancelled();
    return this.places
      .execute(() => this.run(job, wait), signal)
      .catch((error: unknown) => {
        throw signal.aborted ? cancelled() : error;
      });
  }

  close(): void {
    for (const { reader, timer } of this.idle.splice(0)) {
      clearTimeout(timer);
      reader.kill();
    }
  }

  private async run(job: ReaderJob, wait: Wait): Promise<ReaderReply | undefined> {
    const { signal } = wait;
    const reader = this.take() ?? new ReaderProcess(this.limit);
    const onAbort = (): void => reader.kill();
    signal.addEventListener('abort', onAbort, { once: true });
    let reply: ReaderReply | undefined;
    try {
      reply = await replyOf(reader, job, wait);
      // Its caller's leaving ends a reader too.
      signal.throwIfAborted();
      return reply;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.giveBack(reader, reply);
    }
  }

  private take(): ReaderProcess | undefined {
    for (;;) {
      const kept = this.idle.pop();
      if (!kept) return undefined;
      clearTimeout(kept.timer);
      if (kept.reader.isAlive) return kept.reader;
    }
  }

  private giveBack(reader: ReaderProcess, reply: ReaderReply | undefined): void {
    if (!reply || !isFresh(reply) || !reader.isAlive) {
      reader.kill();
      return;
    }
    reader.rest();
    const timer = setTimeout(() => {
      this.idle.splice(
        this.idle.findIndex((kept) => kept.reader === reader),
        1,
      );
      reader.kill();
    }, IDLE_MS);
    this.idle.push({ reader, timer: timer.unref() });
  }
}

function replyOf(reader: ReaderProcess, job: ReaderJob, { timeoutMs, late, onPage }: Wait): Promise<ReaderReply | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), timeoutMs);
    const told = (pages: PagesRead): void => {
      timer.refresh();
      onPage(pages);
    };
    reader
      .read(job, told)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

function isFresh({ outOfMemory, usedBytes, usedSeconds }: ReaderReply): boolean {
  return !outOfMemory && usedBytes <= REUSED_BELOW_BYTES && usedSeconds <= REUSED_BELOW_SECONDS;
}

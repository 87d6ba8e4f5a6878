import { AppError } from '@docmind/errors';
import type { PagesRead, ReaderJob, ReaderProcess, ReaderReply } from './reader-process.js';
import { ReadingPlaces } from './reading-places.js';

const IDLE_MS = 10_000;
/** What a document leaves behind in its process is not for the next to pay. */
const REUSED_BELOW_BYTES = 200 * 1024 * 1024;

/** Nor is the time: the kernel ends a process that has used what it may. */
const REUSED_BELOW_SECONDS = 600;

export type Reader = Pick<ReaderProcess, 'read' | 'rest' | 'isAlive' | 'kill'>;

export interface Wait {
  readonly signal: AbortSignal;
  /** At most so long without a page that is done. */
  readonly timeoutMs: number;
  readonly late: () => AppError;
  /** At most so long from the time it has its place. */
  readonly documentTimeoutMs: number;
  readonly lateInAll: (pages?: PagesRead) => AppError;
  readonly onPage: (pages: PagesRead) => void;
  /** Before it waits for the place where words are recognised. */
  readonly onRecognition: () => void;
}

/** Readers that are kept for the next document while they are small; whatever goes wrong with one, it is ended. */
export class ReaderPool {
  private readonly places = new ReadingPlaces();
  private readonly idle: { readonly reader: Reader; readonly timer: NodeJS.Timeout }[] = [];

  constructor(private readonly start: () => Reader) {}

  /**
   * What is found to be a scan gives its place back, and waits for the one where words are recognised.
   * @returns undefined where the reader was ended, as it is for taking too much memory
   * @throws AppError CANCELLED when the caller leaves; what `late` gives when it takes too long
   */
  async read(job: ReaderJob, wait: Wait): Promise<ReaderReply | undefined> {
    const reply = await this.readInTurn(job, wait);
    return reply?.needsRecognition ? this.readInTurn({ ...job, mayRecognise: true }, wait) : reply;
  }

  close(): void {
    for (const { reader, timer } of this.idle.splice(0)) {
      clearTimeout(timer);
      reader.kill();
    }
  }

  private async readInTurn(job: ReaderJob, wait: Wait): Promise<ReaderReply | undefined> {
    const { signal } = wait;
    if (job.mayRecognise) wait.onRecognition();
    try {
      return await this.places.within(job.mayRecognise, signal, () => this.run(job, wait));
    } catch (error) {
      throw signal.aborted ? new AppError('CANCELLED', 'The caller went away while a document was read') : error;
    }
  }

  private async run(job: ReaderJob, wait: Wait): Promise<ReaderReply | undefined> {
    const { signal } = wait;
    const reader = this.take() ?? this.start();
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

  private take(): Reader | undefined {
    for (;;) {
      const kept = this.idle.pop();
      if (!kept) return undefined;
      clearTimeout(kept.timer);
      if (kept.reader.isAlive) return kept.reader;
    }
  }

  private giveBack(reader: Reader, reply: ReaderReply | undefined): void {
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

function replyOf(reader: Reader, job: ReaderJob, wait: Wait): Promise<ReaderReply | undefined> {
  return new Promise((resolve, reject) => {
    let reached: PagesRead | undefined;
    const ofPage = setTimeout(() => reject(wait.late()), wait.timeoutMs);
    const ofDocument = setTimeout(() => reject(wait.lateInAll(reached)), wait.documentTimeoutMs);
    const told = (pages: PagesRead): void => {
      reached = pages;
      ofPage.refresh();
      wait.onPage(pages);
    };
    reader
      .read(job, told)
      .then(resolve, reject)
      .finally(() => [ofPage, ofDocument].forEach(clearTimeout));
  });
}

function isFresh({ outOfMemory, usedBytes, usedSeconds }: ReaderReply): boolean {
  return !outOfMemory && usedBytes <= REUSED_BELOW_BYTES && usedSeconds <= REUSED_BELOW_SECONDS;
}

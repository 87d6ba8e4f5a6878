import { AppError } from '@docmind/errors';
import type { BytesSource, PagesRead, ReaderJob, ReaderProcess, ReaderReply, ReaderTold } from './reader-process.js';
import { ReadingPlaces } from './reading-places.js';

const IDLE_MS = 10_000;
/** What a document leaves behind in its process is not for the next to pay. */
const REUSED_BELOW_BYTES = 200 * 1024 * 1024;

/** Nor is the time: the kernel ends a process that has used what it may. */
const REUSED_BELOW_SECONDS = 600;

export type Reader = Pick<ReaderProcess, 'read' | 'rest' | 'isAlive' | 'kill'>;

/** How much memory a reader has: what usual documents need, or all that one may have. */
export type Share = 'first' | 'whole';

export interface Wait extends ReaderTold {
  readonly signal: AbortSignal;
  /** At most so long without a page that is done. */
  readonly timeoutMs: number;
  readonly late: () => AppError;
  /** At most so long from the time it has its place. */
  readonly documentTimeoutMs: number;
  readonly lateInAll: (pages?: PagesRead) => AppError;
  /** Before it waits for the place of what takes long. */
  readonly onLongTurn: () => void;
}

interface Task {
  readonly job: ReaderJob;
  readonly source: BytesSource;
  readonly wait: Wait;
}
interface Kept {
  readonly reader: Reader;
  readonly share: Share;
  readonly timer: NodeJS.Timeout;
}

/** Readers that are kept for the next document while they are small; whatever goes wrong with one, it is ended. */
export class ReaderPool {
  private readonly places = new ReadingPlaces();
  private readonly atWork = new Set<Reader>();
  private idle: readonly Kept[] = [];
  private isClosed = false;

  constructor(private readonly start: (share: Share) => Reader) {}

  /**
   * What is found to be a scan, or to outgrow the first share, gives its place back, and waits for the one of what takes long.
   * @returns undefined where the reader was ended, as it is for taking too much memory
   * @throws AppError CANCELLED when the caller leaves; what `late` gives when it takes too long; UNAVAILABLE when the pool is closed
   */
  async read(job: ReaderJob, source: BytesSource, wait: Wait): Promise<ReaderReply | undefined> {
    const reply = job.mayRecognise ? undefined : await this.inTurn('first', { job, source, wait });
    if (reply && !reply.needsRecognition && !reply.outOfMemory) return reply;
    wait.onLongTurn();
    return this.inTurn('whole', { job: { ...job, mayRecognise: true }, source, wait });
  }

  /** Nothing is read from here on: those that wait are refused when it is their turn. */
  close(): void {
    this.isClosed = true;
    for (const { reader, timer } of this.idle) {
      clearTimeout(timer);
      reader.kill();
    }
    this.idle = [];
    for (const reader of this.atWork) reader.kill();
  }

  private async inTurn(share: Share, task: Task): Promise<ReaderReply | undefined> {
    const { signal } = task.wait;
    try {
      return await this.places.within(share === 'whole', signal, () => this.run(share, task));
    } catch (error) {
      throw signal.aborted ? new AppError('CANCELLED', 'The caller went away while a document was read') : error;
    }
  }

  private async run(share: Share, { job, source, wait }: Task): Promise<ReaderReply | undefined> {
    const { signal } = wait;
    this.assertOpen();
    const reader = this.take(share) ?? this.start(share);
    this.atWork.add(reader);
    const onAbort = (): void => reader.kill();
    signal.addEventListener('abort', onAbort, { once: true });
    let reply: ReaderReply | undefined;
    try {
      reply = await replyOf(reader, { job, source, wait });
      // Its caller's leaving ends a reader too, and so does closing.
      signal.throwIfAborted();
      this.assertOpen();
      return reply;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.atWork.delete(reader);
      this.giveBack(reader, share, reply);
    }
  }

  private assertOpen(): void {
    if (this.isClosed) throw new AppError('UNAVAILABLE', 'The service is stopping; send the document again when it is back');
  }

  private take(share: Share): Reader | undefined {
    const kept = this.idle.filter((one) => one.share === share && one.reader.isAlive).at(-1);
    if (kept) this.forget(kept);
    return kept?.reader;
  }

  private giveBack(reader: Reader, share: Share, reply: ReaderReply | undefined): void {
    if (!reply || !isFresh(reply) || !reader.isAlive || this.isClosed) {
      reader.kill();
      return;
    }
    reader.rest();
    const timer = setTimeout(() => {
      this.forget(kept);
      reader.kill();
    }, IDLE_MS);
    const kept = { reader, share, timer: timer.unref() };
    this.idle = [...this.idle, kept];
  }

  private forget(kept: Kept): void {
    clearTimeout(kept.timer);
    this.idle = this.idle.filter((other) => other !== kept);
  }
}

function replyOf(reader: Reader, { job, source, wait }: Task): Promise<ReaderReply | undefined> {
  return new Promise((resolve, reject) => {
    let reached: PagesRead | undefined;
    const ofPage = setTimeout(() => reject(wait.late()), wait.timeoutMs);
    const ofDocument = setTimeout(() => reject(wait.lateInAll(reached)), wait.documentTimeoutMs);
    const onPage = (pages: PagesRead): void => {
      reached = pages;
      ofPage.refresh();
      wait.onPage(pages);
    };
    const onPart: Wait['onPart'] = (part) => {
      ofPage.refresh();
      return wait.onPart(part);
    };
    reader
      .read(job, source, { onPage, onPart })
      .then(resolve, reject)
      .finally(() => [ofPage, ofDocument].forEach(clearTimeout));
  });
}

function isFresh({ outOfMemory, usedBytes, usedSeconds }: ReaderReply): boolean {
  return !outOfMemory && usedBytes <= REUSED_BELOW_BYTES && usedSeconds <= REUSED_BELOW_SECONDS;
}

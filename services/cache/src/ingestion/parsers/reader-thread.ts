import { Worker } from 'node:worker_threads';
import { AppError, within } from '@docmind/errors';
import { bulkhead } from 'cockatiel';
import { refused } from './utf8-text.policy.js';

const TIMEOUT_MS = 120_000;
const MAX_HEAP_MB = 512;
/** Documents read at once; more wait. Each may take a core and its memory. */
const threads = bulkhead(2, Number.MAX_SAFE_INTEGER);

export interface Reading {
  /** A worker that posts one message and ends. */
  readonly worker: URL;
  readonly data: object;
  /** As the sender calls the document, and what it is: "a PDF". */
  readonly name: string;
  readonly kind: string;
  readonly timeoutMs?: number;
}

/**
 * Reads a document in a thread of its own. The thread is ended when it takes too long or too much memory, as a hostile file may make it do, and
 * when nobody waits for it any more.
 */
export async function readInThread<T>(reading: Reading, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw cancelled(reading);
  return threads
    .execute(() => run<T>(reading, signal), signal)
    .catch((error: unknown) => {
      throw signal.aborted ? cancelled(reading) : error;
    });
}

async function run<T>(reading: Reading, signal: AbortSignal): Promise<T> {
  const { name, timeoutMs = TIMEOUT_MS } = reading;
  const worker = new Worker(reading.worker, {
    workerData: reading.data,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    // Parsers warn on the console about what they can't use; the log is no place for a document's flaws.
    stdout: true,
    stderr: true,
  });
  const late = (): AppError => refused(name, `took longer than ${timeoutMs / 1000} s to read; send a simpler file`);
  try {
    return await within(resultOf<T>(worker, reading, signal), timeoutMs, late);
  } finally {
    void worker.terminate();
  }
}

function resultOf<T>(worker: Worker, reading: Reading, signal: AbortSignal): Promise<T> {
  const { name, kind } = reading;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(cancelled(reading));
    worker.once('message', resolve);
    worker.once('error', (cause) => reject(refused(name, `is ${kind} that cannot be read within the memory it is given`, cause)));
    worker.once('exit', () => {
      signal.removeEventListener('abort', onAbort);
      reject(new AppError('INTERNAL', `The reader of ${kind} ended without a result`));
    });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}

function cancelled({ kind }: Reading): AppError {
  return new AppError('CANCELLED', `The caller went away while ${kind} was read`);
}

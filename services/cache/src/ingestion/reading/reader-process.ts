import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { DocumentPart } from '../documents/document-parser.port.js';

const CHILD = fileURLToPath(new URL('../readers/reader.child.mjs', import.meta.url));
/** What a shell does before it becomes Node: the kernel then gives the process no more data (heap, buffers, libraries), nor endless time. */
const LIMITED = 'ulimit -d "$1" && ulimit -t "$2" && shift 2 && exec "$@"';
/** V8's own limit lies below the kernel's, so that a heap that is full says so. */
const HEAP_SHARE = 0.75;
/**
 * The kernel counts what an allocator or a thread has put aside as taken: one arena, one thread of V8's and one of libuv's leave more to a document.
 * The collector can be asked for, as pictures that were drawn lie outside the heap that it looks at.
 */
const SPARING_OPTIONS = ['--expose-gc', '--v8-pool-size=1'];
const SPARING_ENVIRONMENT = { MIMALLOC_ARENA_EAGER_COMMIT: '0', MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '1' };
/** A reader whose parent was killed ends in the end, even in an endless loop. */
const CPU_SECONDS = 3_600;

const replySchema = z.object({
  /** All parts of the document are taken. */
  done: z.literal(true).optional(),
  /** The document is a scan, which the job didn't allow to be recognised. */
  needsRecognition: z.literal(true).optional(),
  refused: z.string().optional(),
  failed: z.string().optional(),
  outOfMemory: z.literal(true).optional(),
  /** What the process holds now. */
  usedBytes: z.number(),
  /** The processor's time that it took since it started. */
  usedSeconds: z.number(),
});
const pagesSchema = z.object({ pages: z.object({ done: z.number(), total: z.number() }) });
const partSchema = z.object({ part: z.object({ step: z.enum(['parse', 'split']), at: z.number(), bytes: z.instanceof(Uint8Array) }) });
export type ReaderReply = z.infer<typeof replySchema>;

export interface ReaderJob {
  readonly format: string;
  readonly sizeBytes: number;
  readonly limits: object;
  /** Of the words in pictures. */
  readonly languages: readonly string[];
  /** Whether words may be recognised, which takes long. */
  readonly mayRecognise: boolean;
  /** Finds a letter of a script that sets no spaces. */
  readonly unspaced: RegExp;
}

/** A document's bytes, from its start at each call. */
export type BytesSource = () => AsyncIterable<Uint8Array>;

/** What a reader tells while it is at work. It goes on when a part is taken. */
export interface ReaderTold {
  readonly onPage: (pages: PagesRead) => void;
  readonly onPart: (part: DocumentPart) => Promise<void>;
}

/** Of a document that is read page by page. */
export interface PagesRead {
  readonly done: number;
  readonly total: number;
}

export interface ProcessLimit {
  readonly memoryBytes: number;
  /** Who holds it: the kernel where it can, else a thread within the process that looks at it. */
  readonly holder: 'kernel' | 'watch';
}

/** A child process that reads one document at a time. It sees nothing of this process's environment, and ends with this process. */
export class ReaderProcess {
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;

  constructor({ memoryBytes, holder }: ProcessLimit) {
    const heapMb = Math.floor((memoryBytes / (1024 * 1024)) * HEAP_SHARE);
    const node = [`--max-old-space-size=${heapMb}`, ...SPARING_OPTIONS, CHILD];
    const kib = String(Math.floor(memoryBytes / 1024));
    const [program, args] =
      holder === 'kernel'
        ? ['/bin/sh', ['-c', LIMITED, 'sh', kib, String(CPU_SECONDS), process.execPath, ...node]]
        : [process.execPath, [...node, String(memoryBytes)]];
    // Parsers write on the console what they can't use of a document; the log is no place for a document's flaws.
    this.child = spawn(program, args, {
      env: SPARING_ENVIRONMENT,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.exited = new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.once('error', () => resolve());
    });
  }

  /**
   * @returns undefined when the process ended before it had an answer
   * @throws what the source or `onPart` throws; the process is of no more use then
   */
  async read(job: ReaderJob, source: BytesSource, told: ReaderTold): Promise<ReaderReply | undefined> {
    this.child.ref();
    this.child.channel?.ref();
    const reply = new Promise<unknown>((resolve, reject) => {
      this.child.on('message', (message) => {
        const [pages, part] = [pagesSchema.safeParse(message), partSchema.safeParse(message)];
        if (pages.success) told.onPage(pages.data.pages);
        else if (part.success) told.onPart(part.data.part).then(() => this.send({ next: true }), reject);
        else resolve(message);
      });
      void this.exited.then(() => resolve(undefined));
      this.feed(job, source).catch(reject);
    });
    try {
      const message = await reply;
      return message === undefined ? undefined : replySchema.parse(message);
    } finally {
      this.child.removeAllListeners('message');
    }
  }

  /** Part by part, as fast as it takes them: the whole lies nowhere in this process. */
  private async feed(job: ReaderJob, source: BytesSource): Promise<void> {
    await this.send({ job });
    for await (const bytes of source()) {
      if (!this.isAlive) return;
      await this.send({ bytes });
    }
  }

  /** One that has ended tells so by that. */
  private send(message: object): Promise<void> {
    return new Promise((resolve) => void this.child.send(message, () => resolve()));
  }

  /** An idle process keeps nobody's process alive. */
  rest(): void {
    this.child.unref();
    this.child.channel?.unref();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isAlive(): boolean {
    return this.child.connected && this.child.exitCode === null && this.child.signalCode === null;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

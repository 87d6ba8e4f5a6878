import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

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

const blockSchema = z.object({
  start: z.number(),
  end: z.number(),
  page: z.number().optional(),
  pageLabel: z.string().optional(),
  lines: z.array(z.array(z.number())).optional(),
  heading: z.string().optional(),
  columns: z.string().optional(),
  isHead: z.boolean().optional(),
});
const replySchema = z.object({
  document: z.object({ pages: z.number(), text: z.string(), blocks: z.array(blockSchema) }).optional(),
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
export type ReaderReply = z.infer<typeof replySchema>;

export interface ReaderJob {
  readonly format: string;
  readonly bytes: Uint8Array;
  readonly limits: object;
  /** Of the words in pictures. */
  readonly languages: readonly string[];
  /** Whether words may be recognised, which takes long. */
  readonly mayRecognise: boolean;
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

  /** @returns undefined when the process ended before it had an answer */
  async read(job: ReaderJob, onPage: (pages: PagesRead) => void = () => undefined): Promise<ReaderReply | undefined> {
    this.child.ref();
    this.child.channel?.ref();
    const reply = new Promise<unknown>((resolve) => {
      this.child.on('message', (message) => {
        const told = pagesSchema.safeParse(message);
        if (told.success) onPage(told.data.pages);
        else resolve(message);
      });
      void this.exited.then(() => resolve(undefined));
      this.child.send(job, (error) => {
        if (error) resolve(undefined);
      });
    });
    const message = await reply;
    this.child.removeAllListeners('message');
    return message === undefined ? undefined : replySchema.parse(message);
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

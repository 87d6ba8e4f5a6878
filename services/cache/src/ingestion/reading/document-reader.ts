import type { MediaType } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { unspacedLetter } from '@docmind/language';
import { DocumentParsers, type ReadingWatcher, type UnreadDocument } from '../documents/document-parser.port.js';
import { FORMATS } from './formats.js';
import { READER_LIMITS, type ReaderLimits } from './reader-limits.js';
import { ReaderPool } from './reader-pool.js';
import { type PagesRead, type ProcessLimit, ReaderProcess, type ReaderReply } from './reader-process.js';

const MIB = 1024 * 1024;

export interface ReaderOptions {
  readonly limits?: Partial<ReaderLimits>;
  /** Of the words in pictures, by their codes in ISO 639-2. */
  readonly languages?: readonly string[];
  readonly holder?: ProcessLimit['holder'];
}

/** Reads each document in a process that is ended when it takes too much time or memory, as a hostile file may make it do. */
export class DocumentReader extends DocumentParsers {
  private readonly limits: ReaderLimits;
  private readonly languages: readonly string[];
  private readonly pool: ReaderPool;

  constructor({ limits, languages = ['eng'], holder = process.platform === 'linux' ? 'kernel' : 'watch' }: ReaderOptions = {}) {
    super();
    this.limits = { ...READER_LIMITS, ...limits };
    this.languages = languages;
    const { memoryBytes, firstMemoryBytes } = this.limits;
    this.pool = new ReaderPool((share) => new ReaderProcess({ memoryBytes: share === 'whole' ? memoryBytes : firstMemoryBytes, holder }));
  }

  versionOf(mediaType: MediaType): string {
    const { reader, version, recognition } = FORMATS[mediaType];
    return recognition ? `${reader}-${version}-${this.languages.join('+')}` : `${reader}-${version}`;
  }

  read(document: UnreadDocument, signal: AbortSignal, watcher: ReadingWatcher): Promise<void> {
    const { reader, recognition } = FORMATS[document.mediaType];
    return this.run(reader, recognition === 'always', document, { ...watcher, signal });
  }

  split(document: UnreadDocument, signal: AbortSignal, watcher: ReadingWatcher): Promise<void> {
    return this.run('parsed', false, document, { ...watcher, signal });
  }

  private async run(
    format: string,
    mayRecognise: boolean,
    { bytes, sizeBytes, mediaType, name }: UnreadDocument,
    watcher: ReadingWatcher & { readonly signal: AbortSignal },
  ): Promise<void> {
    const { timeoutMs, documentTimeoutMs, memoryBytes } = this.limits;
    const late = (): AppError => refused(name, `took longer than ${timeoutMs / 1000} s to read; send a simpler file`);
    const lateInAll = (pages?: PagesRead): AppError => refused(name, lateAt(documentTimeoutMs, pages));
    const job = { format, sizeBytes, limits: this.limits, languages: this.languages, mayRecognise, unspaced: unspacedLetter };
    const reply = await this.pool.read(job, bytes, { ...watcher, timeoutMs, late, documentTimeoutMs, lateInAll });
    if (!reply?.done) throw refused(name, problemOf(reply, FORMATS[mediaType].kind, memoryBytes));
  }

  async close(): Promise<void> {
    this.pool.close();
  }
}

function lateAt(documentTimeoutMs: number, pages: PagesRead | undefined): string {
  const reached = pages ? `, with ${pages.done} of ${pages.total} pages recognised` : '';
  return `took longer than ${documentTimeoutMs / 1000} s to read in all${reached}; send it in parts`;
}

function problemOf(reply: ReaderReply | undefined, kind: string, memoryBytes: number): string {
  if (!reply || reply.outOfMemory) {
    return `is ${kind} that needs more than ${memoryBytes / MIB} MiB of memory to read; export it anew, or send it in parts`;
  }
  return reply.refused ?? `is ${damaged(kind)} (${reply.failed ?? 'no reason given'}); export it anew and send that`;
}

/** "a damaged PDF". */
function damaged(kind: string): string {
  return `a damaged ${kind.replace(/^an? /, '')}`;
}

function refused(name: string, problem: string): AppError {
  return new AppError('INVALID_ARGUMENT', `"${name}" ${problem}`);
}

import type { MediaType } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { DocumentParsers, type OnPage, type UnreadDocument } from '../documents/document-parser.port.js';
import type { ParsedDocument } from '../documents/parsed-document.js';
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
    const limit = { memoryBytes: this.limits.memoryBytes, holder };
    this.pool = new ReaderPool(() => new ReaderProcess(limit));
  }

  versionOf(mediaType: MediaType): string {
    const { reader, version, recognition } = FORMATS[mediaType];
    return recognition ? `${reader}-${version}-${this.languages.join('+')}` : `${reader}-${version}`;
  }

  async parse(
    { bytes, mediaType, name }: UnreadDocument,
    signal: AbortSignal,
    onPage: OnPage = () => undefined,
    onRecognition: () => void = () => undefined,
  ): Promise<ParsedDocument> {
    const { reader: format, kind, recognition } = FORMATS[mediaType];
    const { timeoutMs, documentTimeoutMs, memoryBytes } = this.limits;
    const late = (): AppError => refused(name, `took longer than ${timeoutMs / 1000} s to read; send a simpler file`);
    const lateInAll = (pages?: PagesRead): AppError => refused(name, lateAt(documentTimeoutMs, pages));
    const job = { format, bytes, limits: this.limits, languages: this.languages, mayRecognise: recognition === 'always' };
    const reply = await this.pool.read(job, { signal, timeoutMs, late, documentTimeoutMs, lateInAll, onPage, onRecognition });
    if (reply?.document) return reply.document;
    throw refused(name, problemOf(reply, kind, memoryBytes));
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

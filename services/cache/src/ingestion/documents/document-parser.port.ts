import type { MediaType } from '@docmind/contracts';

/** Reads documents in processes of their own, which cut them into chunks, too. Nothing here ever holds a whole document. */
export abstract class DocumentParsers {
  /** Part of the step's cache key: changed whenever the same bytes would give another document. */
  abstract versionOf(mediaType: MediaType): string;
  /** @throws AppError INVALID_ARGUMENT naming what is wrong with the bytes and what would be right; whatever their source or the watcher throws */
  abstract read(document: UnreadDocument, signal: AbortSignal, watcher: ReadingWatcher): Promise<void>;
  /** Cuts a document into chunks whose parts an earlier `read` gave: `bytes` are those, one after another. Gives parts of `split` only. */
  abstract split(document: UnreadDocument, signal: AbortSignal, watcher: ReadingWatcher): Promise<void>;
  abstract close(): Promise<void>;
}

export interface UnreadDocument {
  /** From the start at each call: a document may be read again. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
  readonly sizeBytes: number;
  readonly mediaType: MediaType;
  /** As the sender calls it, for messages. */
  readonly name: string;
}

export interface ReadingWatcher {
  /** Takes the parts of a step in order, from 0 again where the document is read again. The next comes when this one is taken. */
  onPart(part: DocumentPart): Promise<void>;
  /** Before each page of a document that is read page by page: how many are done, and all of them. */
  onPage(pages: { readonly done: number; readonly total: number }): void;
  /** The document takes long, for words to be recognised or for its size, and begins to wait for its turn at that. */
  onLongTurn(): void;
}

/** What a step gives, in lines of JSON; see `document-parts.policy.ts`. */
export interface DocumentPart {
  readonly step: 'parse' | 'split';
  readonly at: number;
  readonly bytes: Uint8Array;
}

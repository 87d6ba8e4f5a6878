import type { MediaType } from '@docmind/contracts';
import type { ParsedDocument } from './parsed-document.js';

/** Reads documents in processes of their own. */
export abstract class DocumentParsers {
  /** Part of the step's cache key: changed whenever the same bytes would give another document. */
  abstract versionOf(mediaType: MediaType): string;
  /**
   * @param document its bytes, what they are, and its name as the sender calls it, for messages
   * @param onPage told before each page of a document that is read page by page, for whoever waits
   * @param onRecognition told once before words are recognised, when the document begins to wait for its turn at that
   * @throws AppError INVALID_ARGUMENT naming what is wrong with the bytes and what would be right
   */
  abstract parse(document: UnreadDocument, signal: AbortSignal, onPage?: OnPage, onRecognition?: () => void): Promise<ParsedDocument>;
  abstract close(): Promise<void>;
}

/** @param pages how many are done, and all of them */
export type OnPage = (pages: { readonly done: number; readonly total: number }) => void;

export interface UnreadDocument {
  readonly bytes: Uint8Array;
  readonly mediaType: MediaType;
  readonly name: string;
}

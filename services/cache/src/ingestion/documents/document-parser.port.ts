import type { MediaType } from '@docmind/contracts';
import type { ParsedDocument } from './parsed-document.js';

export abstract class DocumentParser {
  /** Part of the step's cache key: changed whenever the same bytes would give other blocks. */
  abstract readonly version: string;
  /**
   * @param name as the sender calls the document, for messages
   * @throws AppError INVALID_ARGUMENT naming what is wrong with the bytes and what would be right
   */
  abstract parse(bytes: Uint8Array, name: string, signal: AbortSignal): Promise<ParsedDocument>;
}

/** One parser a media type; the type system keeps the list complete. */
export abstract class DocumentParsers {
  abstract of(mediaType: MediaType): DocumentParser;
}

import type { MediaType } from '@docmind/contracts';
import type { DocumentParsers, ReadingWatcher } from '../documents/document-parser.port.js';
import type { ParsedDocument, TextChunk } from '../documents/parsed-document.js';
import { chunksOf } from '../documents/document-parts.policy.js';
import { documentOf } from '../readers/document/document-lines.mjs';

export interface GivenDocument {
  readonly bytes: Uint8Array;
  readonly mediaType: MediaType;
  readonly name: string;
}

/** What a reader finds, whole. */
export async function readBy(
  reader: DocumentParsers,
  { bytes, ...document }: GivenDocument,
  signal: AbortSignal = new AbortController().signal,
  watcher: Partial<ReadingWatcher> = {},
): Promise<ParsedDocument & { readonly chunks: TextChunk[] }> {
  const parts: { parse: Uint8Array[]; split: Uint8Array[] } = { parse: [], split: [] };
  const source = async function* () {
    yield bytes;
  };
  await reader.read({ ...document, bytes: source, sizeBytes: bytes.length }, signal, {
    onPage: () => undefined,
    onLongTurn: () => undefined,
    onPart: async ({ step, at, bytes: part }) => {
      parts[step].length = at;
      parts[step].push(part);
    },
    ...watcher,
  });
  return { ...documentOf(Buffer.concat(parts.parse)), chunks: parts.split.flatMap(chunksOf) };
}

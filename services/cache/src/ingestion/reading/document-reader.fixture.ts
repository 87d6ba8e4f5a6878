import type { MediaType } from '@docmind/contracts';
import { afterAll } from 'vitest';
import { DocumentReader } from './document-reader.js';
import { readBy } from './read-document.fixture.js';

/** A reader that is closed when the spec that asks for it has run. `parse` gives each block with its text, in place of where it stands. */
export function documentReader() {
  const reader = new DocumentReader();
  afterAll(() => reader.close());
  const parse = (mediaType: MediaType, bytes: Uint8Array | string) => readWith(reader, mediaType, bytes);
  return { reader, parse };
}

export async function readWith(by: DocumentReader, mediaType: MediaType, given: Uint8Array | string) {
  const bytes = typeof given === 'string' ? Buffer.from(given) : given;
  const { pages, text, blocks } = await readBy(by, { bytes, mediaType, name: 'file' });
  return { pages, blocks: blocks.map(({ start, end, ...place }) => ({ text: text.slice(start, end), ...place })) };
}

import { DocumentParser } from '../documents/document-parser.port.js';
import type { ParsedDocument } from '../documents/parsed-document.js';
import { decodeText } from './utf8-text.policy.js';

/** Paragraphs are what empty lines part. */
export class PlainTextParser extends DocumentParser {
  readonly version = 'text-1';

  async parse(bytes: Uint8Array, name: string): Promise<ParsedDocument> {
    const paragraphs = decodeText(bytes, name).split(/\n\s*\n/);
    return { pages: 0, blocks: paragraphs.map((text) => ({ text: text.trim() })).filter(({ text }) => text !== '') };
  }
}

import { DocumentParser } from '../documents/document-parser.port.js';
import type { ParsedDocument } from '../documents/parsed-document.js';
import { markdownBlocks } from './markdown.policy.js';
import { decodeText, refused } from './utf8-text.policy.js';

export class MarkdownParser extends DocumentParser {
  readonly version = 'markdown-1';

  async parse(bytes: Uint8Array, name: string): Promise<ParsedDocument> {
    const blocks = markdownBlocks(decodeText(bytes, name));
    if (blocks.length === 0) throw refused(name, 'holds headings but no text below them; send a file with text in it');
    return { pages: 0, blocks };
  }
}

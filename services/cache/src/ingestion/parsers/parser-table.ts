import type { MediaType } from '@docmind/contracts';
import { type DocumentParser, DocumentParsers } from '../document-parser.port.js';
import { MarkdownParser } from './markdown.parser.js';
import { PdfParser } from './pdf.parser.js';
import { PlainTextParser } from './plain-text.parser.js';

export class ParserTable extends DocumentParsers {
  private readonly parsers: Record<MediaType, DocumentParser> = {
    'text/plain': new PlainTextParser(),
    'text/markdown': new MarkdownParser(),
    'application/pdf': new PdfParser(),
  };

  of(mediaType: MediaType): DocumentParser {
    return this.parsers[mediaType];
  }
}

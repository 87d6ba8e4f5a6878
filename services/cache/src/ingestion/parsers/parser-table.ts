import { DOCX_MEDIA_TYPE as DOCX, type MediaType } from '@docmind/contracts';
import { type DocumentParser, DocumentParsers } from '../documents/document-parser.port.js';
import { DocxParser } from './docx.parser.js';
import { HtmlParser } from './html.parser.js';
import { MarkdownParser } from './markdown.parser.js';
import { PdfParser } from './pdf.parser.js';
import { PlainTextParser } from './plain-text.parser.js';

export class ParserTable extends DocumentParsers {
  private readonly parsers: Record<MediaType, DocumentParser> = {
    'text/plain': new PlainTextParser(),
    'text/markdown': new MarkdownParser(),
    'text/html': new HtmlParser(),
    'application/pdf': new PdfParser(),
    [DOCX]: new DocxParser(),
  };

  of(mediaType: MediaType): DocumentParser {
    return this.parsers[mediaType];
  }
}

import {
  DOCX_MEDIA_TYPE as DOCX,
  type MediaType,
  ODT_MEDIA_TYPE as ODT,
  PPTX_MEDIA_TYPE as PPTX,
  XLSX_MEDIA_TYPE as XLSX,
} from '@docmind/contracts';

export interface Format {
  /** Names the reader. */
  readonly reader: string;
  /** Raised whenever the same bytes would give another document. */
  readonly version: number;
  /** "a PDF", for messages. */
  readonly kind: string;
  /** Whether its words have to be recognised, or may have to: then they depend on the languages that are looked for. */
  readonly recognition?: 'always' | 'of scans';
}

const PICTURE: Format = { reader: 'picture', version: 2, kind: 'a picture', recognition: 'always' };

/** How each kind of document is read. */
export const FORMATS: Readonly<Record<MediaType, Format>> = {
  'text/plain': { reader: 'text', version: 2, kind: 'text' },
  'text/markdown': { reader: 'markdown', version: 2, kind: 'Markdown' },
  'text/html': { reader: 'html', version: 4, kind: 'an HTML page' },
  'application/pdf': { reader: 'pdf', version: 6, kind: 'a PDF', recognition: 'of scans' },
  [DOCX]: { reader: 'docx', version: 3, kind: 'a Word document' },
  [XLSX]: { reader: 'xlsx', version: 3, kind: 'an Excel workbook' },
  [PPTX]: { reader: 'pptx', version: 3, kind: 'a PowerPoint presentation' },
  [ODT]: { reader: 'odt', version: 3, kind: 'an OpenDocument text' },
  'application/epub+zip': { reader: 'epub', version: 2, kind: 'an EPUB book' },
  'application/rtf': { reader: 'rtf', version: 2, kind: 'a rich text' },
  'message/rfc822': { reader: 'mail', version: 2, kind: 'a mail' },
  'text/csv': { reader: 'separated', version: 1, kind: 'a table' },
  'text/tab-separated-values': { reader: 'separated', version: 1, kind: 'a table' },
  'application/json': { reader: 'json', version: 2, kind: 'JSON' },
  'image/png': PICTURE,
  'image/jpeg': PICTURE,
  'image/webp': PICTURE,
  'image/tiff': PICTURE,
  'image/bmp': PICTURE,
  'text/x-source-code': { reader: 'code', version: 1, kind: 'source code' },
};

import { DOCX_MEDIA_TYPE as DOCX, type MediaType } from '@docmind/contracts';

export interface Format {
  /** Names the reader. */
  readonly reader: string;
  /** Raised whenever the same bytes would give another document. */
  readonly version: number;
  /** "a PDF", for messages. */
  readonly kind: string;
}

/** How each kind of document is read. */
export const FORMATS: Readonly<Record<MediaType, Format>> = {
  'text/plain': { reader: 'text', version: 2, kind: 'text' },
  'text/markdown': { reader: 'markdown', version: 2, kind: 'Markdown' },
  'text/html': { reader: 'html', version: 2, kind: 'an HTML page' },
  'application/pdf': { reader: 'pdf', version: 2, kind: 'a PDF' },
  [DOCX]: { reader: 'docx', version: 2, kind: 'a Word document' },
};

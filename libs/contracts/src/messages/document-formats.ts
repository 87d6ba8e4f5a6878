import { z } from 'zod';

export const DOCX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const MEDIA_TYPES = ['text/plain', 'text/markdown', 'text/html', 'application/pdf', DOCX_MEDIA_TYPE] as const;
export const mediaTypeSchema = z.enum(MEDIA_TYPES);
export type MediaType = z.infer<typeof mediaTypeSchema>;

interface DocumentFormat {
  /** The first is the one that people are told. */
  readonly endings: readonly string[];
  /** Taken from who names the file, and not looked for in a folder: too much that isn't a document is called so. */
  readonly alsoNamed?: readonly string[];
}

/** What documents are called that can be read. */
export const DOCUMENT_FORMATS: Readonly<Record<MediaType, DocumentFormat>> = {
  'text/markdown': { endings: ['md', 'markdown'] },
  'text/plain': { endings: ['txt'], alsoNamed: ['text', 'log'] },
  'text/html': { endings: ['html', 'htm'] },
  'application/pdf': { endings: ['pdf'] },
  [DOCX_MEDIA_TYPE]: { endings: ['docx'] },
};

/** `txt`, `md` and so on: one ending a format. */
export const DOCUMENT_ENDINGS: readonly string[] = MEDIA_TYPES.map((type) => DOCUMENT_FORMATS[type].endings[0] ?? '');

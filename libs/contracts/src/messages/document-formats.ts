import { z } from 'zod';

const OFFICE = 'application/vnd.openxmlformats-officedocument';
export const DOCX_MEDIA_TYPE = `${OFFICE}.wordprocessingml.document` as const;
export const XLSX_MEDIA_TYPE = `${OFFICE}.spreadsheetml.sheet` as const;
export const PPTX_MEDIA_TYPE = `${OFFICE}.presentationml.presentation` as const;
export const ODT_MEDIA_TYPE = 'application/vnd.oasis.opendocument.text';
export const MEDIA_TYPES = [
  'text/plain',
  'text/markdown',
  'text/html',
  'application/pdf',
  DOCX_MEDIA_TYPE,
  XLSX_MEDIA_TYPE,
  PPTX_MEDIA_TYPE,
  ODT_MEDIA_TYPE,
  'application/epub+zip',
  'application/rtf',
  'message/rfc822',
  'text/csv',
  'text/tab-separated-values',
  'application/json',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/tiff',
  'image/bmp',
  'text/x-source-code',
] as const;
export const mediaTypeSchema = z.enum(MEDIA_TYPES);
export type MediaType = z.infer<typeof mediaTypeSchema>;

interface DocumentFormat {
  /** The first is the one that people are told. */
  readonly endings: readonly string[];
  /** Taken from who names the file, and not looked for in a folder: too much that isn't a document is called so. */
  readonly alsoNamed?: readonly string[];
}

const CODE = (
  'py js mjs cjs ts mts tsx jsx java c h cc cpp hpp cs go rs rb php swift kt scala lua pl r jl hs ex erl clj sh bash ps1 sql proto graphql ' +
  'css scss vue svelte yaml yml toml ini xml'
).split(' ');

/** What documents are called that can be read. */
export const DOCUMENT_FORMATS: Readonly<Record<MediaType, DocumentFormat>> = {
  'text/markdown': { endings: ['md', 'markdown'] },
  'text/plain': { endings: ['txt'], alsoNamed: ['text', 'log'] },
  'text/html': { endings: ['html', 'htm'] },
  'application/pdf': { endings: ['pdf'] },
  [DOCX_MEDIA_TYPE]: { endings: ['docx'] },
  [XLSX_MEDIA_TYPE]: { endings: ['xlsx'], alsoNamed: ['xlsm'] },
  [PPTX_MEDIA_TYPE]: { endings: ['pptx'] },
  [ODT_MEDIA_TYPE]: { endings: ['odt'] },
  'application/epub+zip': { endings: ['epub'] },
  'application/rtf': { endings: ['rtf'] },
  'message/rfc822': { endings: ['eml'] },
  'text/csv': { endings: ['csv'] },
  'text/tab-separated-values': { endings: ['tsv'], alsoNamed: ['tab'] },
  'application/json': { endings: ['json'], alsoNamed: ['jsonl', 'ndjson'] },
  'image/png': { endings: ['png'] },
  'image/jpeg': { endings: ['jpg', 'jpeg'] },
  'image/webp': { endings: ['webp'] },
  'image/tiff': { endings: ['tiff', 'tif'] },
  'image/bmp': { endings: ['bmp'] },
  'text/x-source-code': { endings: CODE },
};

/** `txt`, `md` and so on: one ending a format. */
export const DOCUMENT_ENDINGS: readonly string[] = MEDIA_TYPES.map((type) => DOCUMENT_FORMATS[type].endings[0] ?? '');

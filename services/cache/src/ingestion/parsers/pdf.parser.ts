import type { AppError } from '@docmind/errors';
import { DocumentParser } from '../documents/document-parser.port.js';
import type { ParsedDocument, TextBlock } from '../documents/parsed-document.js';
import { readInThread } from './reader-thread.js';
import { refused } from './utf8-text.policy.js';

export const MAX_PDF_PAGES = 2_000;
const WORKER = new URL('./pdf.worker.mjs', import.meta.url);
/** Readers accept some bytes before the header; so does the standard's own advice. */
const HEADER_WITHIN = 1_024;

interface WorkerResult {
  readonly pages?: string[];
  readonly tooManyPages?: number;
  readonly failure?: { name: string; message: string };
}

/** The text layer of a PDF, page by page. Scanned pages have none. */
export class PdfParser extends DocumentParser {
  readonly version = 'pdf-1';

  async parse(bytes: Uint8Array, name: string, signal: AbortSignal): Promise<ParsedDocument> {
    if (bytes.length === 0) throw refused(name, 'is empty; send a PDF with text in it');
    if (!Buffer.from(bytes.subarray(0, HEADER_WITHIN)).includes('%PDF-')) {
      throw refused(name, 'is not a PDF: it has no %PDF- header; send a PDF, or name the media type that it has');
    }
    const data = { bytes, maxPages: MAX_PDF_PAGES };
    const result = await readInThread<WorkerResult>({ worker: WORKER, data, name, kind: 'a PDF' }, signal);
    if (result.failure) throw failureOf(name, result.failure);
    if (result.tooManyPages !== undefined) {
      throw refused(name, `has ${result.tooManyPages} pages; at most ${MAX_PDF_PAGES} are taken, so send it in parts`);
    }
    const pages = result.pages ?? [];
    const blocks = pages.flatMap((text, index) => pageBlocks(text, index + 1));
    if (blocks.length === 0) throw refused(name, 'has no text layer, as a scan has none; run text recognition (OCR) over it first');
    return { pages: pages.length, blocks };
  }
}

/** Paragraphs of a page, and words joined that a hyphen parted at a line's end. */
function pageBlocks(text: string, page: number): TextBlock[] {
  const joined = text.replace(/\0/g, '').replace(/(\p{Ll})-\n(\p{Ll})/gu, '$1$2');
  return joined
    .split(/\n\s*\n/)
    .map((paragraph) => ({ text: paragraph.replace(/\s+/g, ' ').trim(), page }))
    .filter((block) => block.text !== '');
}

function failureOf(name: string, failure: { name: string; message: string }): AppError {
  if (failure.name === 'PasswordException') return refused(name, 'is protected by a password; send it without one');
  return refused(name, `is a damaged PDF (${failure.message}); export it anew and send that`);
}

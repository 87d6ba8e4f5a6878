import type { AppError } from '@docmind/errors';
import { DocumentParser } from '../documents/document-parser.port.js';
import type { ParsedDocument, TextBlock } from '../documents/parsed-document.js';
import { readInThread } from './reader-thread.js';
import { refused, startsWith } from './utf8-text.policy.js';

const WORKER = new URL('./docx.worker.mjs', import.meta.url);
const MIB = 1024 * 1024;
/** An office document unpacks to some 5 to 20 times its size. */
export const DOCX_LIMITS = { maxBytes: 100 * MIB, maxRatio: 100, freeBytes: MIB, maxParts: 5_000 };
const OLD_FORMAT = [0xd0, 0xcf, 0x11, 0xe0];

interface WorkerResult {
  readonly blocks?: TextBlock[];
  readonly tooLarge?: true;
  readonly tooManyParts?: true;
  readonly noDocument?: true;
  readonly failure?: string;
}

/** The text of a Word document: its styles say what is a heading. */
export class DocxParser extends DocumentParser {
  readonly version = 'docx-1';

  async parse(bytes: Uint8Array, name: string, signal: AbortSignal): Promise<ParsedDocument> {
    if (bytes.length === 0) throw refused(name, 'is empty; send a Word document with text in it');
    if (OLD_FORMAT.every((byte, at) => bytes[at] === byte)) {
      throw refused(name, 'is an old .doc file or protected by a password; save it as .docx without a password');
    }
    if (!startsWith(bytes, 'PK')) throw refused(name, 'is not a Word document (.docx); send one, or name the media type that it has');
    const data = { bytes, limits: DOCX_LIMITS };
    const result = await readInThread<WorkerResult>({ worker: WORKER, data, name, kind: 'a Word document', timeoutMs: 60_000 }, signal);
    if (!result.blocks) throw problemOf(name, result);
    if (result.blocks.length === 0) throw refused(name, 'holds no text; send a document with text in it');
    return { pages: 0, blocks: result.blocks };
  }
}

function problemOf(name: string, result: WorkerResult): AppError {
  const { maxBytes, maxRatio, maxParts } = DOCX_LIMITS;
  if (result.tooLarge) {
    return refused(
      name,
      `unpacks to more than ${maxBytes / MIB} MiB or ${maxRatio} times its size; send it in parts, without embedded files`,
    );
  }
  if (result.tooManyParts) return refused(name, `holds more than ${maxParts} parts; send it without embedded files`);
  if (result.noDocument) return refused(name, 'is an archive, but no Word document: it has no word/document.xml');
  return refused(name, `is a damaged Word document (${result.failure ?? 'no reason given'}); save it anew and send that`);
}

import { extractText, getDocumentProxy } from 'unpdf';
import { Refusal } from '../document/refusal.mjs';
import { TextWriter } from '../document/text-writer.mjs';

/** Readers accept some bytes before the header; so does the standard's own advice. */
const HEADER_WITHIN = 1_024;

/** The text layer of a PDF, page by page. Scanned pages have none. */
export async function read(bytes, limits) {
  if (bytes.length === 0) throw new Refusal('is empty; send a PDF with text in it');
  if (!Buffer.from(bytes.subarray(0, HEADER_WITHIN)).includes('%PDF-')) {
    throw new Refusal('is not a PDF: it has no %PDF- header; send a PDF, or name the media type that it has');
  }
  const document = await open(bytes, limits);
  const { text } = await extractText(document, { mergePages: false });
  const writer = new TextWriter(limits);
  text.forEach((page, at) => addPage(writer, page, at + 1));
  if (writer.isEmpty) throw new Refusal('has no text layer, as a scan has none; run text recognition (OCR) over it first');
  return writer.document(document.numPages);
}

async function open(bytes, { maxPages }) {
  const document = await getDocumentProxy(new Uint8Array(bytes)).catch((error) => {
    if (error?.name === 'PasswordException') throw new Refusal('is protected by a password; send it without one');
    throw error;
  });
  if (document.numPages <= maxPages) return document;
  throw new Refusal(`has ${document.numPages} pages; at most ${maxPages} are taken, so send it in parts`);
}

/** Paragraphs of a page, and words joined that a hyphen parted at a line's end. */
function addPage(writer, text, page) {
  const joined = text.replace(/\0/g, '').replace(/(\p{Ll})-\n(\p{Ll})/gu, '$1$2');
  for (const paragraph of joined.split(/\n\s*\n/)) writer.add(paragraph.replace(/\s+/g, ' ').trim(), { page });
}

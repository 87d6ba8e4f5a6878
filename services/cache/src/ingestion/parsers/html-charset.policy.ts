import { TextDecoder } from 'node:util';
import { refused, startsWith } from './utf8-text.policy.js';

/** Where a page may name its character set, as the HTML standard says. */
const SNIFFED_BYTES = 1_024;

/** The text of a page: in the character set of its byte order mark, else that which it names, else UTF-8. */
export function decodeHtml(bytes: Uint8Array, name: string): string {
  if (bytes.length === 0) throw refused(name, 'is empty; send a page with text in it');
  if (startsWith(bytes, '%PDF-')) throw refused(name, 'is a PDF; send it with the media type application/pdf');
  const label = byteOrderMarkOf(bytes) ?? namedIn(bytes) ?? 'utf-8';
  try {
    const text = decoderFor(label).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch (cause) {
    throw refused(name, `is not written in the character set ${label}; save it as UTF-8 and send it again`, cause);
  }
  throw refused(name, 'holds zero bytes, so it is not an HTML page; send HTML, text, a PDF or a Word document (.docx)');
}

function byteOrderMarkOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

function namedIn(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, SNIFFED_BYTES)).toString('latin1');
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]?.toLowerCase();
}

/** A name that nobody knows counts as none. */
function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return new TextDecoder('utf-8', { fatal: true });
  }
}

import { Refusal } from '../document/refusal.mjs';
import { tooLong } from '../document/text-writer.mjs';

/** In Latin-1 text at most about one letter in six is outside ASCII; text in another alphabet has them nearly everywhere. */
const MOST_HIGH_BYTES = 0.35;
/** What Windows-1252 leaves undefined, and control characters that no text has. */
const NOT_TEXT = /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f\x81\x8d\x8f\x90\x9d]/;

/** Text as it was meant: by its byte order mark, else as UTF-8, else as Windows-1252 (which holds Latin-1); lines ending in \n. */
export function decodeText(bytes, { maxTextChars }) {
  if (bytes.length === 0) throw new Refusal('is empty; send a file with text in it');
  if (startsWith(bytes, '%PDF-')) throw new Refusal('is a PDF; send it with the media type application/pdf');
  const text = decode(bytes).replace(/\r\n?/g, '\n');
  if (text.includes('\0')) throw new Refusal('holds zero bytes, so it is not text; send text, or name the media type that it has');
  if (text.length > maxTextChars) throw tooLong(maxTextChars);
  if (text.trim() === '') throw new Refusal('holds only white space; send a file with text in it');
  return text;
}

function decode(bytes) {
  const marked = byteOrderMarkOf(bytes);
  try {
    return new TextDecoder(marked ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    if (marked !== undefined) throw new Refusal(`has the byte order mark of ${marked}, but is not; save it as UTF-8 and send it again`);
    return decodeWestern(bytes);
  }
}

/** @returns the WHATWG label of UTF-16 in either order */
export function byteOrderMarkOf(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

function decodeWestern(bytes) {
  const text = windows1252(bytes);
  const visible = bytes.reduce((sum, byte) => sum + (byte > 0x20 ? 1 : 0), 0);
  const high = bytes.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0);
  if (!NOT_TEXT.test(text) && high <= visible * MOST_HIGH_BYTES) return text;
  throw new Refusal('is neither UTF-8 nor Windows-1252 or Latin-1 text; save it as UTF-8 and send it again');
}

/** Node's own decoder of that name (20) is one of Latin-1 and leaves these as control characters. */
const BEYOND_LATIN_1 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

export function windows1252(bytes) {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin1.replace(/[\x80-\x9f]/g, (letter) => BEYOND_LATIN_1[letter.charCodeAt(0) - 0x80]);
}

export function startsWith(bytes, text) {
  return bytes.length >= text.length && [...text].every((letter, at) => bytes[at] === letter.charCodeAt(0));
}

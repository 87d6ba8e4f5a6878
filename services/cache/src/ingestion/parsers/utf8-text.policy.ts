import { AppError } from '@docmind/errors';

/** Text as it was meant: UTF-8 without its byte order mark, lines ending in \n. */
export function decodeText(bytes: Uint8Array, name: string): string {
  if (bytes.length === 0) throw refused(name, 'is empty; send a file with text in it');
  if (startsWith(bytes, '%PDF-')) throw refused(name, 'is a PDF; send it with the media type application/pdf');
  const text = decode(bytes, name).replace(/\r\n?/g, '\n');
  if (text.includes('\0'))
    throw refused(name, 'holds zero bytes, so it is not text; send UTF-8 text, HTML, a PDF or a Word document (.docx)');
  if (text.trim() === '') throw refused(name, 'holds only white space; send a file with text in it');
  return text;
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refused(name, 'is not UTF-8; save it as UTF-8 and send it again', cause);
  }
}

export function startsWith(bytes: Uint8Array, text: string): boolean {
  return bytes.length >= text.length && [...text].every((letter, at) => bytes[at] === letter.charCodeAt(0));
}

export function refused(name: string, problem: string, cause?: unknown): AppError {
  return new AppError('INVALID_ARGUMENT', `"${name}" ${problem}`, { cause });
}

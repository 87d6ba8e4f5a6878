import { inNfc, isDocumentPath, MAX_DOCUMENT_PATH } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

/**
 * The path that a document is known by: the one its sender names, or else its file's name. One file always has the same: names in NFD, which
 * macOS has, become NFC, and "\" and a leading "./" are written as everybody writes them.
 * @throws AppError INVALID_ARGUMENT
 */
export function documentPathOf(path: string | undefined, fileName: string | undefined): string {
  if (path === undefined) return pathOfName(fileName);
  const written = inNfc(path)
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .trim();
  if (written.length > MAX_DOCUMENT_PATH)
    throw refused('path', `has ${written.length} characters; at most ${MAX_DOCUMENT_PATH} are allowed`);
  if (isDocumentPath(written)) return written;
  throw refused('path', `"${printable(written)}" must be relative, such as 2024/invoice.md, without empty parts, "." or ".."`);
}

/** The last part of whatever a browser or tool sends as the file's name. */
function pathOfName(fileName = ''): string {
  const name = printable(inNfc(fileName.split(/[\\/]/).at(-1) ?? '')).trim();
  if (name.length > MAX_DOCUMENT_PATH)
    throw refused('file', `has a name of ${name.length} characters; at most ${MAX_DOCUMENT_PATH} are allowed`);
  if (isDocumentPath(name)) return name;
  throw refused('file', 'needs a file name');
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '');
}

function refused(field: string, problem: string): AppError {
  return new AppError('INVALID_ARGUMENT', `The ${field} ${problem}`, { details: { faults: [{ field, problem }] } });
}

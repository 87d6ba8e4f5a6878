import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { DOCUMENT_FORMATS } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

const EXTENSIONS = Object.values(DOCUMENT_FORMATS).flatMap(({ endings }) => endings.map((ending) => `.${ending}`));

/**
 * The documents below the given files and folders, each path once, in order. A file that is named is taken whatever its ending.
 * @throws AppError NOT_FOUND naming a path that isn't there, or folders that hold no document
 */
export async function findDocuments(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const stats = await stat(path).catch(() => undefined);
    if (!stats) throw new AppError('NOT_FOUND', `There is no file or folder ${path}`);
    found.push(...(stats.isDirectory() ? await documentsIn(path) : [path]));
  }
  if (found.length === 0) throw new AppError('NOT_FOUND', `${paths.join(', ')} holds no document; ${EXTENSIONS.join(', ')} are read`);
  return [...new Set(found)];
}

async function documentsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => EXTENSIONS.includes(extname(name).toLowerCase()))
    .sort()
    .map((name) => join(folder, name));
}

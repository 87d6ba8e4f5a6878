import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', 'results', '.git', '.nx', '.docmind']);

/** Paths of all files below a folder of the repository, installed and built ones aside. */
export function repositoryFiles(folder = ''): string[] {
  return readdirSync(join(repositoryRoot(), folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : repositoryFiles(path);
    return entry.isFile() ? [path] : [];
  });
}

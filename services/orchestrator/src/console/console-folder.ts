import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = join('apps', 'console', 'dist');

/** Where the page lies once it is built: in the same tree as this service, in a checkout and in an image alike. Undefined where it isn't. */
export function consoleFolder(from = dirname(fileURLToPath(import.meta.url))): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, BUILT);
    if (existsSync(join(candidate, 'index.html'))) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

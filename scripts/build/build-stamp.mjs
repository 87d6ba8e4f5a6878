// Says in milliseconds whether anything changed since the last build; asking nx takes seconds.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../steps/steps.mjs';

const stampFile = join(root, '.nx/docmind-built');
const testFile = /[.](spec|contract|fixture)[.]ts$/;
const shared = ['.swcrc', 'nx.json', 'package-lock.json'];

function projects() {
  return ['libs', 'services'].flatMap((group) =>
    readdirSync(join(root, group), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(root, group, entry.name, 'src')))
      .map(({ name }) => join(root, group, name)),
  );
}

function filesOf(project) {
  const sources = readdirSync(join(project, 'src'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !testFile.test(entry.name),
  );
  return [join(project, 'package.json'), ...sources.map((entry) => join(entry.parentPath ?? entry.path, entry.name))];
}

export function contentHash() {
  const hash = createHash('sha256');
  const files = [...shared.map((name) => join(root, name)), ...projects().flatMap(filesOf)].sort();
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** What the build made of these sources is there already. */
export function isBuilt(hash = contentHash()) {
  const isComplete = projects().every((project) => existsSync(join(project, 'dist')));
  return isComplete && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash;
}

/** The hash is the one from before the build: a file that changed meanwhile is built next time. */
export function markBuilt(hash) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
}

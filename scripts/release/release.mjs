// `npm run release -- 0.2.0`: writes the version into every place that names it, and gives the changelog's unreleased part its heading. It commits and
// tags nothing: it prints what to type then. First it asks for known weaknesses, at the end it writes the bill of materials into dist/release.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root, say } from '../steps/steps.mjs';
import { audit } from '../supply/audit.mjs';
import { writeBom } from '../supply/bom.mjs';

const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** How each kind of file names the version: `<>` stands for it. Packages of ours name each other by it, too. */
const PLACES = [
  { files: /(^|\/)package(-lock)?\.json$/, forms: ['"version": "<>"', '"@docmind/NAME": "<>"'] },
  { files: /\.(yml|yaml)$/, forms: ['${DOCMIND_VERSION:-<>}', 'newTag: <>'] },
  { files: /(^|\/)\.env\.example$/, forms: ['DOCMIND_VERSION=<>'] },
  { files: /(^|\/)Dockerfile$/, forms: ['image.version="<>"'] },
  { files: /\/src\/.*\.ts$/, forms: ["version: '<>'"] },
];

/** The text with the new version in each place that names the old one. */
export function withVersion(path, text, from, to) {
  const { forms = [] } = PLACES.find(({ files }) => files.test(path)) ?? {};
  if (/(^|\/)package-lock\.json$/.test(path)) return withLockVersion(text, from, to);
  return forms.reduce((result, form) => {
    if (!form.includes('NAME')) return result.replaceAll(form.replace('<>', from), form.replace('<>', to));
    return result.replace(/("@docmind\/[a-z-]+": ")([^"]+)(")/g, (whole, before, version, after) =>
      version === from ? before + to + after : whole,
    );
  }, text);
}

/** Packages of others may have the same version, so only ours are touched. */
function withLockVersion(text, from, to) {
  const lock = JSON.parse(text);
  if (lock.version === from) lock.version = to;
  for (const [path, entry] of Object.entries(lock.packages))
    if (path === '' || /^(libs|services)\/[a-z-]+$/.test(path)) moveEntry(entry, from, to);
  return `${JSON.stringify(lock, null, 2)}\n`;
}

function moveEntry(entry, from, to) {
  if (entry.version === from) entry.version = to;
  for (const kind of ['dependencies', 'devDependencies', 'peerDependencies'])
    if (entry[kind])
      entry[kind] = Object.fromEntries(Object.entries(entry[kind]).map(([name, version]) => [name, moved(name, version, from, to)]));
}

function moved(name, version, from, to) {
  return name.startsWith('@docmind/') && version === from ? to : version;
}

/** @throws Error where nothing is unreleased */
export function withHeading(changelog, version, date) {
  const [, unreleased = ''] = /^## \[Unreleased\]\n([\s\S]*?)(?=^## \[)/m.exec(changelog) ?? [];
  if (!/^- /m.test(unreleased)) throw new Error('CHANGELOG.md has nothing below [Unreleased]');
  return changelog.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${version}] - ${date}\n`);
}

export function trackedFiles(folder) {
  const files = execFileSync('git', ['-C', folder, 'ls-files', '-z'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0');
  return files.filter((path) => PLACES.some(({ files: places }) => places.test(path)) && !path.includes('.spec.'));
}

function release(version) {
  if (!VERSION.test(version ?? '')) throw new Error('name the version: npm run release -- 0.2.0');
  if (audit() === 1) throw new Error('what ships has known weaknesses: update it, or override what brings it, in package.json');
  const { version: from } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const changelog = join(root, 'CHANGELOG.md');
  const written = withHeading(readFileSync(changelog, 'utf8'), version, new Date().toISOString().slice(0, 10));
  const changed = trackedFiles(root).filter((path) => {
    const before = readFileSync(join(root, path), 'utf8');
    const after = withVersion(path, before, from, version);
    if (after !== before) writeFileSync(join(root, path), after);
    return after !== before;
  });
  writeFileSync(changelog, written);
  writeBom(join(root, 'dist/release'));
  say(`${from} is ${version} now, in ${changed.length} files and CHANGELOG.md. Then:`);
  say(`  npm run check && git commit -am "chore: release ${version}" && git tag -a v${version} -m "DocMind Stack ${version}"`);
}

if (isMain(import.meta.url)) {
  try {
    release(process.argv[2]);
  } catch (error) {
    say(`release failed: ${error.message}`);
    process.exitCode = 1;
  }
}

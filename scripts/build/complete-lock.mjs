// `node scripts/build/complete-lock.mjs`, after a change of package-lock.json: adds the optional packages of other platforms that npm left out.
// npm drops what it could not fetch or does not need here, and `npm ci` then refuses the file: on this machine or on another platform.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root, say } from '../steps/steps.mjs';

const systems = {
  darwin: 'darwin',
  win32: 'win32',
  linux: 'linux',
  freebsd: 'freebsd',
  openharmony: 'openharmony',
  android: 'android',
  sunos: 'sunos',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  aix: 'aix',
  wasm32: undefined,
  mac: 'darwin',
  win: 'win32',
  windows: 'win32',
};
const processors = {
  arm64: 'arm64',
  x64: 'x64',
  ia32: 'ia32',
  arm: 'arm',
  ppc64: 'ppc64',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
  mips64el: 'mips64el',
  wasm32: 'wasm32',
  armv7l: 'arm',
};
const libcs = { musl: 'musl', gnu: 'glibc' };

/** What the table's first key among the words stands for. */
const firstOf = (table, words) => table[Object.keys(table).find((key) => words.includes(key))];

/** The platform that a package's name says it is for, as npm writes it into a lockfile. */
function platformOf(name) {
  const words = name.replace(/^@[^/]+[/]/, '').split(/[-_]/);
  const os = words.map((word) => systems[word]).find(Boolean);
  const cpu = firstOf(processors, words);
  const libc = os === 'linux' && firstOf(libcs, words);
  return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }), ...(libc && { libc: [libc] }) };
}

const isExact = (version) => /^\d+[.]\d+[.]\d+/.test(version);

/** Where Node would find the package from its parent; undefined when the file has it nowhere on the way. */
function isLocked(packages, parent, name) {
  for (let at = parent; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '' || !at.includes('/node_modules/')) return Boolean(packages[`node_modules/${name}`]);
  }
}

/** Adds to the lockfile's packages in place and returns the names. A package whose platform its name doesn't say is left to npm. */
export function completeLock(packages) {
  const added = [];
  for (const [parent, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const platform = platformOf(name);
      if (isLocked(packages, parent, name) || !isExact(version) || !platform.cpu) continue;
      packages[`node_modules/${name}`] = { version, ...platform, ...(entry.dev && { dev: true }), optional: true };
      added.push(name);
    }
  }
  return added;
}

if (isMain(import.meta.url)) {
  const file = process.argv[2] ?? join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const added = completeLock(lock.packages);
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  say(added.length === 0 ? 'The lockfile is complete.' : `Added ${added.length}: ${added.join(', ')}`);
}

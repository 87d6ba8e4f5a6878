// What ships: the packages that our services need to run, out of the lock file. `npm sbom --omit dev` leaves out what a tool of development needs too, zod
// among it (npm 11.19), so it can't tell.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Lock files of what ships, and where each begins. The second is what the inference service loads to run a model in its own process. */
const LOCKS = [
  {
    file: 'package-lock.json',
    starts: (lock) => Object.keys(lock.packages).filter((path) => /^(services\/[a-z]+|apps\/console)$/.test(path)),
  },
  { file: 'services/inference/llama/package-lock.json', starts: () => [''] },
];

/** What licence a package has that doesn't say it in SPDX's words: what it says, what that is, and where that was read. */
const CLARIFIED = {
  duck: { says: 'BSD', is: 'BSD-2-Clause' }, // its LICENSE
  'sqlite-vec': { says: 'MIT OR Apache', is: 'MIT OR Apache-2.0' }, // LICENSE-MIT and LICENSE-APACHE of its repository
};

/**
 * @param root folder of a checkout
 * @returns {{ name: string, version: string, licence: string, integrity?: string, path: string, needs: string[] }[]} packages of others
 */
export function shippedFrom(root) {
  return LOCKS.flatMap(({ file, starts }) => {
    const lock = JSON.parse(readFileSync(join(root, file), 'utf8'));
    const below = (path) => posix.join(posix.dirname(file), path);
    const packages = packagesOf(lock, closureOf(lock, starts(lock)));
    return packages.map((entry) => ({ ...entry, path: below(entry.path), needs: entry.needs.map(below) }));
  });
}

/** Paths of `node_modules` in the lock that are needed from the given ones, these included; projects of ours among them. */
export function closureOf(lock, starts) {
  const found = new Set(starts);
  for (const path of found) for (const needed of neededBy(lock, path)) found.add(needed);
  return found;
}

/** Those of `paths` that others made. Paths the lock does not have are an error: then it would tell less than there is. */
export function packagesOf(lock, paths) {
  return [...paths]
    .map((path) => [path, lock.packages[path]])
    .filter(([path, entry]) => {
      if (!entry) throw new Error(`${path} is not in the lock file: run npm install`);
      return path.includes('node_modules/') && !entry.link;
    })
    .map(([path, entry]) => {
      const name = entry.name ?? path.split('node_modules/').at(-1);
      const { version, integrity } = entry;
      return { name, version, integrity, licence: licenceOf(name, entry.license), path, needs: [...neededBy(lock, path)] };
    })
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Platforms' own packages (`sqlite-vec-linux-x64`) say what their package says. */
function licenceOf(name, says = 'none') {
  const [, { is } = { is: says }] =
    Object.entries(CLARIFIED).find(([known, { says: said }]) => name.startsWith(known) && said === says) ?? [];
  return is;
}

function neededBy(lock, path) {
  const entry = lock.packages[path] ?? {};
  const { dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta = {} } = entry;
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  // The page is bundled, so what ships of it are its tools' inputs.
  const bundled = path === 'apps/console' ? entry.devDependencies : {};
  const names = [...Object.keys({ ...dependencies, ...optionalDependencies, ...bundled }), ...peers];
  return new Set(names.map((name) => whereIs(lock, name, path)).filter((found) => found !== undefined));
}

/** Where Node finds a package from a folder: the nearest node_modules upwards. Undefined for optional ones that are nowhere. */
function whereIs(lock, name, from) {
  for (let dir = from; ; dir = dir.slice(0, Math.max(0, dir.lastIndexOf('/')))) {
    const path = dir === '' ? `node_modules/${name}` : `${dir}/node_modules/${name}`;
    const entry = lock.packages[path];
    if (entry) return entry.link ? entry.resolved : path;
    if (dir === '') return undefined;
  }
}

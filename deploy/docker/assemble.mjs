// `node assemble.mjs SERVICE OUT`: copies one service, the libraries it names and the packages these need, and nothing else.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { bomOf, listOf } from '../../scripts/supply/bom.mjs';
import { closureOf, packagesOf } from '../../scripts/supply/shipped.mjs';

const [service, out] = process.argv.slice(2);
const root = process.cwd();
const manifestOf = (dir) => JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));

// Libraries of other platforms, sources of native parts and type declarations: never read at run time.
const other = ['darwin', 'win32', 'linux'].filter((name) => name !== process.platform).join('|');
const unused = new RegExp(
  `/onnxruntime-node/bin/napi-v\\d+/(${other})|/onnxruntime-node/bin/.*cuda|/better-sqlite3[^/]*/(deps|src|build/Release/obj)|[.]d[.][cm]?ts$|[.]map$`,
);

/** Where Node finds a package from a folder: the nearest node_modules upwards. */
function find(name, from) {
  for (let dir = from; dir.startsWith(root); dir = dirname(dir)) {
    const candidate = join(dir, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
  }
  return undefined;
}

const isOptionalPeer = ({ peerDependenciesMeta = {} }, name) => peerDependenciesMeta[name]?.optional === true;

function neededBy(manifest) {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = manifest;
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
    .filter((name) => !(name in peerDependencies && isOptionalPeer(manifest, name)))
    .map((name) => ({ name, isOptional: name in optionalDependencies }));
}

const copied = new Set();

function copyPackage(dir) {
  if (copied.has(dir)) return;
  copied.add(dir);
  const target = join(out, relative(root, dir));
  const nested = join(dir, 'node_modules');
  cpSync(dir, target, { recursive: true, filter: (source) => source !== nested && !unused.test(source) });
  copyNeeds(dir);
}

function copyProject(dir) {
  if (copied.has(dir)) return;
  copied.add(dir);
  for (const part of ['package.json', 'dist']) cpSync(join(dir, part), join(out, relative(root, dir), part), { recursive: true });
  copyNeeds(dir);
}

function copyNeeds(dir) {
  for (const { name, isOptional } of neededBy(manifestOf(dir))) {
    const found = find(name, dir);
    if (found === undefined && isOptional) continue;
    if (found === undefined) throw new Error(`${relative(root, dir)} needs ${name}, which is not installed`);
    const real = realpathSync(found);
    if (real === found) {
      copyPackage(found);
      continue;
    }
    const link = join(out, relative(root, found));
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(relative(dirname(found), real), link);
    copyProject(real);
  }
}

/** A package uses its optional peer where the service has that one anyway: in whichever copy Node would find from there. */
function copyOptionalPeers() {
  const names = new Set([...copied].map((dir) => manifestOf(dir).name));
  for (const dir of [...copied]) {
    const manifest = manifestOf(dir);
    const peers = Object.keys(manifest.peerDependencies ?? {}).filter((name) => isOptionalPeer(manifest, name) && names.has(name));
    for (const found of peers.map((name) => find(name, dir)).filter((found) => found && realpathSync(found) === found)) copyPackage(found);
  }
}

/** What HEAD stands for, read as git keeps it; empty where the build was given no `.git`. */
function commitOf(git) {
  const read = (name) => (existsSync(join(git, name)) ? readFileSync(join(git, name), 'utf8').trim() : '');
  const head = read('HEAD');
  if (!head.startsWith('ref: ')) return head;
  const ref = head.slice('ref: '.length);
  const packed = read('packed-refs').split('\n');
  return read(ref) || (packed.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0] ?? '');
}

/** What was copied, and nothing else; of the page what it was made of. */
function writeBom() {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const page = service === 'orchestrator' ? [...closureOf(lock, ['apps/console'])].filter((path) => !lock.packages[path]?.optional) : [];
  const packages = packagesOf(lock, new Set([...[...copied].map((dir) => relative(root, dir)), ...page]));
  const product = { name: `@docmind/${service}`, version: lock.version };
  writeFileSync(join(out, 'bom.cdx.json'), `${JSON.stringify(bomOf(product, packages), null, 2)}\n`);
  writeFileSync(join(out, 'THIRD-PARTY.md'), listOf(packages));
  // The page's packages are within its files, without their folders and so without the texts of their licences.
  for (const { path, name } of packages.filter((one) => !copied.has(join(root, one.path)))) copyLicence(path, name);
}

function copyLicence(path, name) {
  const texts = readdirSync(join(root, path)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  for (const file of texts) cpSync(join(root, path, file), join(out, 'licences', name, file));
}

copyProject(resolve('services', service));
for (let before = 0; before < copied.size;) {
  before = copied.size;
  copyOptionalPeers();
}
// The page that the orchestrator serves is files and no package of its.
if (service === 'orchestrator') cpSync('apps/console/dist', join(out, 'apps/console/dist'), { recursive: true });
writeBom();
cpSync('config', join(out, 'config'), { recursive: true });
cpSync('package.json', join(out, 'package.json'));
writeFileSync(join(out, 'commit'), `${process.env.DOCMIND_COMMIT || commitOf('/checkout')}\n`);
for (const file of ['entrypoint.sh', 'healthcheck.mjs']) cpSync(join('deploy/docker', file), join(out, file));
chmodSync(join(out, 'entrypoint.sh'), 0o755);
process.stdout.write(`${service}: ${copied.size} packages\n`);

// `npm run setup`: everything that must be there before a build, and nothing that already is. Needs Node and npm only.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root, run, runQuietly, say, step } from './steps/steps.mjs';

const modules = join(root, 'node_modules');
const stampFile = join(modules, '.docmind-setup');
const llamaInstaller = join(root, 'services/inference/llama/install.mjs');
const cli = join(root, 'services/stack/dist/cli.js');

// Their install scripts would fetch GPU libraries of more than a gigabyte that the CPU build never loads.
const slimInstall = { ONNXRUNTIME_NODE_INSTALL: 'skip', NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' };

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** npm's own record of what it installed holds every package of the lockfile that isn't optional, in the same version. */
function installedMatchesLock() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readJson(record).packages;
  return Object.entries(readJson(join(root, 'package-lock.json')).packages)
    .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.optional && !entry.link)
    .every(([path, entry]) => installed[path]?.version === entry.version);
}

function isInstalled() {
  const hash = lockHash();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return true;
  if (!installedMatchesLock()) return false;
  writeFileSync(stampFile, hash);
  return true;
}

/** What is there changes in place: `npm ci` would empty node_modules first, and leave it so where it is cut off. */
async function installPackages() {
  const how = existsSync(join(modules, '.package-lock.json')) ? ['install', '--no-save'] : ['ci'];
  await run('npm', [...how, '--no-audit', '--no-fund', '--loglevel=error'], { env: slimInstall });
  if (!installedMatchesLock())
    throw new Error(
      'package.json asks for other packages than package-lock.json has: write it anew with `npm install --package-lock-only`',
    );
  writeFileSync(stampFile, lockHash());
}

/** npm packages and the embedded engine's library, as the lockfiles say. */
export async function ensureInstalled() {
  if (!isInstalled()) await step('Installing npm packages', installPackages);
  if (existsSync(llamaInstaller)) await run(process.execPath, [llamaInstaller], { env: slimInstall });
}

/** Builds what changed; nx's cache answers for the rest. Without its daemon, so that no process outlives the command. */
export async function ensureBuilt() {
  const args = [join(modules, 'nx/dist/bin/nx.js'), 'run-many', '-t', 'build', '--output-style=static'];
  await step('Building', () => runQuietly(process.execPath, args, { env: { NX_DAEMON: 'false', NX_TUI: 'false' } }));
}

/** Pulls the models of the catalogue that are named and not there yet, hash checked. Needs a build. */
export async function ensureModels(ids) {
  if (!existsSync(cli)) throw new Error('services/stack/dist/cli.js is missing: build first with `npm run build`');
  await step(`Models ${ids.join(', ')}`, () => run(process.execPath, [cli, 'models', 'pull', ...ids]));
}

if (isMain(import.meta.url)) {
  try {
    await ensureInstalled();
    say('Installed. Next: `npm run build`, or `npm run quickstart` for everything.');
  } catch (error) {
    say(`setup failed: ${error.message}`);
    process.exitCode = 1;
  }
}

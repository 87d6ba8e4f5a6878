// Official Python clients for the tests, and a server, each group in a virtual environment below the user's cache folder, made once.
// `node scripts/testing/python-clients.mjs gptcache` prints the path of its Python, or exits with 1 and the reason on stderr.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { engineCache } from '../engines/llama-server.mjs';
import { findProgram, isMain, runQuietly, say } from '../steps/steps.mjs';

const groups = {
  // With all that the client imports: GPTCache runs pip for what is missing, and in whatever environment that pip belongs to.
  gptcache: {
    folder: 'gptcache-client-0.1.44',
    packages: ['gptcache==0.1.44', 'httpx<1', 'numpy', 'cachetools', 'requests'],
    proof: 'from gptcache.client import Client',
  },
  llm: { folder: 'llm-clients-3.54.0-0.6.3', packages: ['openai==3.54.0', 'ollama==0.6.3'], proof: 'import openai, ollama' },
  // Kubernetes' own schemas, within the package.
  kubernetes: {
    folder: 'kubernetes-validate-1.37.0',
    packages: ['kubernetes-validate==1.37.0'],
    proof: 'import kubernetes_validate.__main__',
  },
  // No client: a PostgreSQL with pgvector, which Debian's and the runners' own lack.
  // Its wheels end at Python 3.12: where there is none for the system's, its tests skip themselves in CI, too.
  postgres: { folder: 'pgserver-0.1.4', packages: ['pgserver==0.1.4'], proof: 'import pgserver', mayBeMissing: true },
  litellm: { folder: 'litellm-client-1.106.2', packages: ['litellm==1.106.2'], proof: 'import litellm' },
};
// Without pip in it, there is none that GPTCache could run.
const makeVenv = ['-m', 'venv', '--without-pip'];

/** @returns {Promise<{python?: string, problem?: string}>} the group's Python, or why there is none */
async function ensurePythonClients(name) {
  const folder = join(engineCache, groups[name].folder);
  const python = join(folder, 'bin', 'python3');
  // Written last, so that an install that was cut off is made anew.
  const whole = join(folder, 'whole');
  if (existsSync(whole)) return { python };
  const system = findProgram('python3');
  if (system === undefined) return { problem: 'python3 is not on PATH' };
  try {
    await install(system, folder, python, groups[name]);
    writeFileSync(whole, `${groups[name].packages.join('\n')}\n`);
    return { python };
  } catch (error) {
    return { problem: `the Python clients of ${name} could not be installed: ${error.message}` };
  }
}

async function install(system, folder, python, { packages, proof }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  await runQuietly(system, [...makeVenv, folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--only-binary=:all:'];
  // Into a folder and not a prefix, so that nothing counts as there because the system's Python has it.
  await runQuietly(system, [...pip, '--target', sitePackages(folder), ...packages]);
  await runQuietly(python, ['-c', proof], { env: { PATH: dirname(python) } });
}

function sitePackages(folder) {
  const lib = join(folder, 'lib');
  const version = readdirSync(lib).find((name) => name.startsWith('python3'));
  return join(lib, version, 'site-packages');
}

/** Before the tests: in CI a client that can't be had is a failure, elsewhere its tests skip themselves and are counted. */
export async function expectPythonClients() {
  for (const name of Object.keys(groups)) {
    const { problem } = await ensurePythonClients(name);
    if (problem === undefined) continue;
    if (process.env.CI === 'true' && !groups[name].mayBeMissing) throw new Error(problem);
    say(`! ${problem}: their tests are skipped`);
  }
}

if (isMain(import.meta.url)) {
  const [name] = process.argv.slice(2);
  const { python, problem } = name in groups ? await ensurePythonClients(name) : { problem: `one of ${Object.keys(groups).join(', ')}?` };
  if (python) say(python);
  else {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
  }
}

// Builds Ollama from the Go module proxy, with llama.cpp's server from the wheel as its runner: about two minutes, no C++ compiler run.
// Needs Go 1.26 with cgo. `npm test` runs Ollama's tests where this has been done, or where Ollama is installed.
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineCache, ensureLlamaServer } from './llama-server.mjs';
import { isMain, root, run, say } from '../steps/steps.mjs';

const VERSION = '0.34.0';
const folder = join(engineCache, `ollama-${VERSION}`);
const program = join(folder, 'bin/ollama');
const libraries = join(folder, 'lib/ollama');

/** Ollama starts llama-server with flags that the wheel's wrapper doesn't know; those are left out. */
const RUNNER = `#!/bin/sh
exec '${join(engineCache, 'llama-server/venv/bin/python')}' '${join(libraries, 'server.py')}' --lenient "$@"
`;
/** \`ollama create\` calls it to copy a model as it is. */
const QUANTIZE = `#!/bin/bash
for ((i = 1; i <= $#; i++)); do
  if [ "\${!i}" = COPY ]; then from=$((i - 2)); to=$((i - 1)); exec cp "\${!from}" "\${!to}"; fi
done
exit 1
`;

/** The cache folder outlives any checkout, so a built Ollama gets this checkout's runner, as a copy, before every run. */
export async function refreshOllama() {
  if (existsSync(program)) await writeRunner();
}

async function writeRunner() {
  await mkdir(libraries, { recursive: true });
  await copyFile(join(root, 'deploy/compose-lab/llama/server.py'), join(libraries, 'server.py'));
  for (const [name, text] of Object.entries({ 'llama-server': RUNNER, 'llama-quantize': QUANTIZE })) {
    await writeFile(join(libraries, name), text);
    await chmod(join(libraries, name), 0o755);
  }
}

async function installOllama() {
  await ensureLlamaServer();
  const flags = `-s -w -X github.com/ollama/ollama/version.Version=${VERSION}`;
  if (!existsSync(program))
    await run('go', ['install', '-ldflags', flags, `github.com/ollama/ollama@v${VERSION}`], { env: { GOBIN: join(folder, 'bin') } });
  await writeRunner();
  say(`Ollama ${VERSION} is in ${folder}`);
}

if (isMain(import.meta.url)) await installOllama();

// `npm test`: gets what the tests need, the real servers and models too, runs everything, ends with `N passed, N failed, N skipped`.
// Arguments (`npm test -- libs/config`) go to vitest; coverage and its floor are for whole runs only.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureLlamaServer } from './engines/llama-server.mjs';
import { refreshOllama } from './engines/ollama.mjs';
import { expectPythonClients } from './testing/python-clients.mjs';
import { ensureRealServers } from './testing/real-servers.mjs';
import { ensureBuilt, ensureInstalled, ensureModels } from './setup.mjs';
import { exitCodeOf, isMain, root, say } from './steps/steps.mjs';
import { countTests, lastLine } from './testing/test-counts.mjs';
import { ensureVllm } from './engines/vllm-cpu.mjs';
import { ensureVllmParser } from './engines/vllm-parser.mjs';

export const testModels = ['smollm2-135m-instruct', 'bge-small-en-v1.5-int8', 'qwen3-tokenizer'];

/** Runs vitest with the given arguments and resolves with its counts. */
export async function runVitest(args) {
  const scratch = mkdtempSync(join(tmpdir(), 'docmind-test-'));
  const report = join(scratch, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const exitCode = await exitCodeOf(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args]);
    return countTests(report, exitCode);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function testEverything(args) {
  await ensureInstalled();
  await ensureBuilt();
  await ensureRealServers();
  await ensureVllmParser();
  await expectPythonClients();
  await ensureLlamaServer();
  await refreshOllama();
  // A folder of models given from outside is used as it is.
  if (!process.env.DOCMIND_MODELS_DIR) await ensureModels(testModels);
  // 6.3 GB that only some want.
  if (process.env.DOCMIND_TEST_VLLM === '1') await ensureVllm();
  return runVitest(args.length > 0 ? args : ['--coverage']);
}

if (isMain(import.meta.url)) {
  const counts = await testEverything(process.argv.slice(2)).catch((error) => ({
    passed: 0,
    failed: 1,
    skipped: 0,
    notes: [error.message],
  }));
  counts.notes.forEach((note) => say(`! ${note}`));
  say(lastLine(counts));
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

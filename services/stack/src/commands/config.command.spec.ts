// What the commands say of the settings: where each value came from, what is misspelt, and no secret.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDotEnv } from '@docmind/config';
import { temporaryFolder } from '@docmind/testing';
import { expect, it, onTestFinished, vi } from 'vitest';
import { checkConfig, printConfig } from './config.command.js';

/** What a command prints that is started in a folder with this `.env`. */
function printedWith(dotEnv: readonly string[], command: () => void): string {
  const [before, folder] = [process.cwd(), temporaryFolder()];
  writeFileSync(join(folder, '.env'), dotEnv.join('\n'));
  process.chdir(folder);
  const taken = loadDotEnv();
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  onTestFinished(() => {
    write.mockRestore();
    process.chdir(before);
    for (const name of taken) delete process.env[name];
  });
  command();
  return printed;
}

it('prints each setting with its value and where that comes from, and no secret', () => {
  vi.stubEnv('RETRIEVAL_LIMIT', '9');
  onTestFinished(() => void vi.unstubAllEnvs());
  const secrets = ['QDRANT_API_KEY=very-secret-words', 'REDIS_URL=redis://me:hunter2@cache:6379'];
  const printed = printedWith(['ORCHESTRATOR_PORT=18080', ...secrets], () => printConfig({}));
  expect(printed).toMatch(/^ORCHESTRATOR_PORT +18080 +\.env$/m);
  expect(printed).toMatch(/^RETRIEVAL_LIMIT +9 +environment$/m);
  expect(printed).toMatch(/^METRICS_PORT +9090 +default$/m);
  expect(printed).toMatch(/^QDRANT_API_KEY +\(hidden\) +\.env$/m);
  expect(printed).toMatch(/^REDIS_URL +redis:\/\/\*\*\*@cache:6379 +\.env$/m);
  expect(printed).not.toMatch(/very-secret-words|hunter2/);
});

it('prints only what is set, as JSON, a file of its own among it', () => {
  const file = join(temporaryFolder(), 'llm.yaml');
  writeFileSync(file, 'backend: vllm\nmodel:\n  name: Qwen/Qwen3-4B-Instruct-2507-FP8\n');
  const printed = printedWith([`LLM_CONFIG_FILE=${file}`], () => printConfig({ set: true, json: true }));
  const settings = JSON.parse(printed) as { name: string; value: string; from: string }[];
  expect(settings).toContainEqual({ name: 'INFERENCE_ENGINE', value: 'openai', from: file });
  expect(settings.every(({ from }) => from !== 'default')).toBe(true);
});

it('says what becomes of names that nobody reads, and what a misspelt one should have been', () => {
  const printed = printedWith(['RETRIEVAL_LIMITS=7', 'KV_CACHE_DTYPE=fp8_e5m2', 'ZZZ_OF_MINE=1', 'LOG_LEVEL=INFO'], () =>
    checkConfig(undefined, {}),
  );
  expect(printed).toMatch(/^RETRIEVAL_LIMITS +nobody reads it; did you mean RETRIEVAL_LIMIT\?$/m);
  expect(printed).toMatch(/^KV_CACHE_DTYPE +mapped: .*engine\.kv_cache_dtype/m);
  expect(printed).toMatch(/^ZZZ_OF_MINE +nobody reads it$/m);
  expect(printed).toContain('1 are set');
});

it('names every fault at once', () => {
  const check = () => printedWith(['ORCHESTRATOR_PORT=6000', 'LOG_LEVEL=loud'], () => checkConfig(undefined, {}));
  expect(check).toThrow(/ORCHESTRATOR_PORT: must be a port that browsers and fetch talk to/);
  expect(check).toThrow(/LOG_LEVEL: must be one of/);
});

// What the commands say of the settings: where each value came from, what is misspelt, and no secret.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDotEnv } from '@docmind/config';
import { InProcessTransport } from '@docmind/messaging';
import { modelsDirForTests, temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadStackConfig } from '../config/stack-config.js';
import { START } from '../hosts/service-list.js';
import { checkConfig, printConfig } from './config.command.js';
import { startStack } from './up.command.js';

/** What a command prints that is started in a folder with this `.env`; the models are where they are. */
async function printedWith(dotEnv: readonly string[], command: () => void | Promise<void>): Promise<string> {
  const [before, folder] = [process.cwd(), temporaryFolder()];
  writeFileSync(join(folder, '.env'), [...dotEnv, `MODELS_DIR=${modelsDirForTests()}`].join('\n'));
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
  await command();
  return printed;
}

it('prints each setting with its value and where that comes from, and no secret', async () => {
  vi.stubEnv('RETRIEVAL_LIMIT', '9');
  onTestFinished(() => void vi.unstubAllEnvs());
  const secrets = ['QDRANT_API_KEY=very-secret-words', 'REDIS_URL=redis://me:hunter2@cache:6379'];
  const printed = await printedWith(['ORCHESTRATOR_PORT=18080', ...secrets], () => printConfig({}));
  expect(printed).toMatch(/^ORCHESTRATOR_PORT +18080 +\.env$/m);
  expect(printed).toMatch(/^RETRIEVAL_LIMIT +9 +environment$/m);
  expect(printed).toMatch(/^METRICS_PORT +9090 +default$/m);
  expect(printed).toMatch(/^QDRANT_API_KEY +\(hidden\) +\.env$/m);
  expect(printed).toMatch(/^REDIS_URL +redis:\/\/\*\*\*@cache:6379 +\.env$/m);
  expect(printed).not.toMatch(/very-secret-words|hunter2/);
});

it.each([
  ['postgres://me:hunter2@db:5432/docmind?sslmode=require', 'postgres://***@db:5432/docmind?***'],
  ['postgres://db/docmind', 'postgres://db/docmind'],
  ['me:hunter2@db/docmind', '(hidden)'],
  ['host=db password=hunter2', '(hidden)'],
  ['hunter2', '(hidden)'],
  ['postgres:/me:hunter2@db/docmind', '(hidden)'],
  ['postgres://me:hun/ter2@db/docmind', '(hidden)'],
  ['"postgres://me:12#hunter2@db/docmind"', '(hidden)'],
])('shows of the URL %s what holds no password', async (url, shown) => {
  const names = ['DATABASE_URL', 'CHECKPOINT_URL'];
  const dotEnv = names.map((name) => `${name}=${url}`);
  const printed = await printedWith(dotEnv, () => printConfig({ set: true, json: true }));
  const settings = JSON.parse(printed) as { name: string; value: string }[];
  expect(settings.filter(({ name }) => names.includes(name)).map(({ value }) => value)).toEqual([shown, shown]);
});

it('prints only what is set, as JSON, a file of its own among it', async () => {
  const file = join(temporaryFolder(), 'llm.yaml');
  writeFileSync(file, 'backend: vllm\nmodel:\n  name: Qwen/Qwen3-4B-Instruct-2507-FP8\n');
  const printed = await printedWith([`LLM_CONFIG_FILE=${file}`], () => printConfig({ set: true, json: true }));
  const settings = JSON.parse(printed) as { name: string; value: string; from: string }[];
  expect(settings).toContainEqual({ name: 'INFERENCE_ENGINE', value: 'openai', from: file });
  expect(settings.every(({ from }) => from !== 'default')).toBe(true);
});

it('says what becomes of names that nobody reads, and what a misspelt one should have been', async () => {
  const fromElsewhere = {
    ORCHESTRATER_PORT: '8081',
    CACHE_TTL: '60',
    REDIS_URI: 'redis://cache',
    CACHE_FLAVOUR: 'sweet',
    HTTP_PROXY: 'http://proxy',
  };
  for (const [name, value] of Object.entries(fromElsewhere)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const printed = await printedWith(['RETRIEVAL_LIMITS=7', 'KV_CACHE_DTYPE=fp8_e5m2', 'ZZZ_OF_MINE=1', 'LOG_LEVEL=INFO'], () =>
    checkConfig(undefined, {}),
  );
  expect(printed).toMatch(/^RETRIEVAL_LIMITS +nobody reads it; did you mean RETRIEVAL_LIMIT\?$/m);
  expect(printed).toMatch(/^ORCHESTRATER_PORT +nobody reads it; did you mean ORCHESTRATOR_PORT\?$/m);
  expect(printed).toMatch(/^CACHE_TTL +nobody reads it; did you mean CACHE_TTL_SECONDS\?$/m);
  expect(printed).toMatch(/^REDIS_URI +nobody reads it; did you mean REDIS_URL\?$/m);
  expect(printed).toMatch(/^CACHE_FLAVOUR +nobody reads it$/m);
  expect(printed).not.toMatch(/HTTP_PROXY|^PATH |^HOME /m);
  expect(printed).toMatch(/^KV_CACHE_DTYPE +mapped: .*engine\.kv_cache_dtype/m);
  expect(printed).toMatch(/^ZZZ_OF_MINE +nobody reads it$/m);
  expect(printed).toContain('2 are set');
});

it('names a misspelt variable also beside a fault, of which it may be the reason', async () => {
  let printed = '';
  await printedWith(['DOCMIND_HOST=0.0.0.0', 'ALLOW_ANONYMUS=true'], async () => {
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed += String(text)), true));
    await expect(checkConfig(undefined, {})).rejects.toThrow(/opens the doors/);
    write.mockRestore();
  });
  expect(printed).toMatch(/^ALLOW_ANONYMUS +nobody reads it; did you mean ALLOW_ANONYMOUS\?$/m);
});

it('names every fault at once', async () => {
  const check = printedWith(['ORCHESTRATOR_PORT=6000', 'LOG_LEVEL=loud', 'BACKENDS_FILE=none.yaml'], () => checkConfig(undefined, {}));
  const refused = await check.then(() => '', String);
  expect(refused).toMatch(/ORCHESTRATOR_PORT: must be a port that browsers and fetch talk to/);
  expect(refused).toMatch(/LOG_LEVEL: must be one of/);
});

describe('what up would refuse', () => {
  const FILES = {
    'keys.json': 'no keys',
    empty: '',
    short: 'short',
    'backends.yaml': 'backends: [{ name: a, kind: llama-embedded, model: no-such }]',
  };

  it.each([
    [['DOCMIND_HOST=0.0.0.0'], 'DOCMIND_HOST: 0.0.0.0 opens the doors to the network'],
    [['DOCMIND_HOST=203.0.113.9', 'ALLOW_ANONYMOUS=true'], 'DOCMIND_HOST: 203.0.113.9 is no address of this machine'],
    [['DOCMIND_API_KEYS_FILE=none.json'], 'DOCMIND_API_KEYS_FILE: none.json cannot be read (ENOENT)'],
    [['DOCMIND_API_KEYS_FILE=keys.json'], /DOCMIND_API_KEYS_FILE: .* is not a keys file/],
    [['DOCMIND_DATA_DIR=empty'], /DOCMIND_DATA_DIR: .*empty is a file/],
    [['BACKENDS_FILE=none.yaml'], 'BACKENDS_FILE: cannot be read as YAML: ENOENT'],
    [['BACKENDS_FILE=backends.yaml'], 'BACKENDS_FILE: There is no model "no-such" in the catalogue'],
    [['INFERENCE_MODEL=no-such'], 'INFERENCE_MODEL: There is no model "no-such" in the catalogue'],
    [['EMBEDDER_MODEL=no-such'], 'EMBEDDER_MODEL: no-such is not one this version can run'],
    [['INFERENCE_ENGINE=openai', 'OPENAI_BASE_URL=ftp://host/v1'], 'OPENAI_BASE_URL: must be a URL such as http://vllm:8000/v1'],
    [['INFERENCE_ENGINE=openai', 'OPENAI_API_KEY_FILE=none'], 'OPENAI_API_KEY_FILE: The secrets file none cannot be read (ENOENT)'],
    [['NATS_URL=xx'], 'NATS_URL: must be like nats://127.0.0.1:4222, not what is there (hidden: it may hold a password)'],
    [['DATABASE_URL=dm:hunter2@db/docmind'], 'DATABASE_URL: must begin with postgres://'],
    [['CHECKPOINT_URL=postgres://dm:hunter2@db:port/docmind'], 'CHECKPOINT_URL: must have a port from 1 to 65535'],
    [['NATS_PASSWORD_FILE=empty'], /NATS_PASSWORD_FILE: .* is empty/],
    [['METRICS_PORT=8080'], 'METRICS_PORT: 8080 is the port of ORCHESTRATOR_PORT, too'],
    [['DOCMIND_DB_KEY_FILE=short'], /DOCMIND_DB_KEY_FILE: .*must hold one line of 16-256/],
    [['DOCMIND_DB_PATH=.'], /DOCMIND_DB_PATH: .* is a folder/],
    [['DOCMIND_BACKUP_DIR=empty'], /DOCMIND_BACKUP_DIR: .* is a file/],
    [['CHECKPOINT_DB_PATH=.'], /CHECKPOINT_DB_PATH: .* is a folder/],
    [['SEMANTIC_CACHE_DIR=empty'], /SEMANTIC_CACHE_DIR: .* is a file/],
    [['CACHE_UPSTREAM_API_KEY_FILE=none'], 'CACHE_UPSTREAM_API_KEY_FILE: The secrets file none cannot be read'],
    [['GPTCACHE_DOWNLOAD_KEY_FILE=none'], 'GPTCACHE_DOWNLOAD_KEY_FILE: The secrets file none cannot be read'],
  ])('is refused by the check in the same words: %j', async (dotEnv, words) => {
    let [checked, started] = ['', ''];
    await printedWith(dotEnv, async () => {
      for (const [name, content] of Object.entries(FILES)) writeFileSync(name, content);
      checked = await checkConfig(undefined, {}).then(() => 'right', String);
      started = await startStack({}).then(async (stack) => (await stack.close(), 'started'), String);
    });
    expect(checked).toMatch(words);
    expect(checked).not.toContain('hunter2');
    expect(started).toBe(checked);
  });
});

it.each([
  ['persistence', { DOCMIND_DB_PATH: '.' }],
  ['cache', { EMBEDDER_MODEL: 'no-such' }],
  ['inference', { BACKENDS_FILE: 'none.yaml' }],
  ['orchestrator', { CHECKPOINT_DB_PATH: '.' }],
  ['metrics', { DOCMIND_HOST: '0.0.0.0' }],
] as const)('a start of %s alone refuses it, too: %j', async (name, wrong) => {
  const config = loadStackConfig({ DOCMIND_DATA_DIR: temporaryFolder(), ...wrong });
  await expect(START[name](config, new InProcessTransport())).rejects.toThrow(`${Object.keys(wrong)[0]}: `);
});

it('does not call right what lacks a model, and says what fetches it', async () => {
  const check = printedWith([], () => {
    vi.stubEnv('MODELS_DIR', temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    return checkConfig(undefined, {});
  });
  await expect(check).rejects.toThrow(/The model smollm2-135m-instruct is not installed.*models pull/);
});

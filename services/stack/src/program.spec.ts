// The commands against a stack in this very process, with a mock engine: what they print and when they fail.
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DOCUMENT_ENDINGS } from '@docmind/contracts';
import { freePort, modelsDirForTests, startMockOpenAiEngine, temporaryFolder, until } from '@docmind/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startEmbedded } from './hosts/embedded-host.js';
import type { RunningStack } from './hosts/running-stack.js';
import { createProgram } from './program.js';
import { loadStackConfig } from './config/stack-config.js';

it('names every kind of document that ingest reads', () => {
  const ingest = createProgram().commands.find((command) => command.name() === 'ingest');
  for (const ending of DOCUMENT_ENDINGS) expect(ingest?.description()).toContain(`.${ending}`);
});

let printed = '';

async function docmind(...args: string[]): Promise<string> {
  await createProgram().parseAsync(['node', 'docmind', ...args]);
  return printed;
}

beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

describe('with a running stack', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'docmind-stack-'));
  let engine: Awaited<ReturnType<typeof startMockOpenAiEngine>>;
  let environment: Record<string, string>;
  let stack: RunningStack;

  beforeAll(async () => {
    engine = await startMockOpenAiEngine({ reply: 'The gate opens at 7 in the morning.' });
    environment = {
      ORCHESTRATOR_PORT: String(await freePort()),
      INFERENCE_PORT: String(await freePort()),
      CACHE_SERVER_PORT: String(await freePort()),
      PERSISTENCE_PORT: String(await freePort()),
      METRICS_PORT: String(await freePort()),
      DOCMIND_DATA_DIR: dataDir,
      MODELS_DIR: modelsDirForTests(),
      INFERENCE_ENGINE: 'openai',
      INFERENCE_MODEL: 'mock-model',
      OPENAI_BASE_URL: engine.url,
      LOG_LEVEL: 'error',
    };
    stack = await startEmbedded(loadStackConfig(environment));
  });
  afterAll(async () => {
    await stack.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(() => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  });
  afterEach(() => void vi.unstubAllEnvs());

  it('lists the backends and switches between them', async () => {
    const url = ['--url', `http://127.0.0.1:${environment.INFERENCE_PORT}`];
    // Found without --url, too, by the settings that the services read.
    expect(await docmind('switch')).toMatch(/\* openai/);
    // Right after the start the self-test may still have a call at the engine.
    const isIdle = async () => {
      printed = '';
      return /\* openai +openai +mock-model +ready +0/.test(await docmind('switch', ...url));
    };
    await until(isIdle, 'the backend is ready and idle');
    expect(await docmind('switch', 'openai', ...url, '--drain', '1')).toMatch(/openai serves now, after [\d.]+ ms/);
    await expect(docmind('switch', 'nobody', ...url)).rejects.toMatchObject({ message: 'There is no backend "nobody"; there is openai' });
    await expect(docmind('switch', '--url', 'http://127.0.0.1:9')).rejects.toMatchObject({
      message: expect.stringContaining('No inference service answers at http://127.0.0.1:9'),
    });
  });

  it('reads documents in, names the one that is refused, and ends with how many were', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'gate.md'), '# The gate\n\nThe gate opens at 7 in the morning.\n');
    writeFileSync(join(folder, 'report.pdf'), 'no PDF at all');
    await expect(docmind('ingest', folder, '--url', stack.urls.orchestrator)).rejects.toThrow('1 of 2 documents were refused');
    expect(printed).toMatch(/^gate\.md: created, 1 passages in [\d.]+ ms$/m);
    expect(printed).toMatch(/^report\.pdf: refused\. report\.pdf is named \.pdf/m);
  });

  it('answers, as text and as JSON', async () => {
    const question = 'When does the gate open in the morning?';
    // Found without --url, by the settings that the services read.
    expect(await docmind('ask', question)).toMatch(/at 7 in the morning[\s\S]*\[1\] gate\.md[\s\S]*Time: /);
    printed = '';
    const reply = JSON.parse(await docmind('ask', question, '--json', '--no-cache', '--url', stack.urls.orchestrator)) as object;
    expect(reply).toMatchObject({ question, cache: { result: 'bypass' } });
  });

  it('goes on where it was: what is there is not sent again, what failed not tried again before it changes', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '2024'));
    writeFileSync(join(folder, '2024', 'bridge.md'), 'The bridge closes at noon.');
    writeFileSync(join(folder, 'bad.pdf'), 'no PDF at all');
    writeFileSync(join(folder, '.hidden.md'), 'Nobody sees this.');
    const ingest = (...more: string[]) => docmind('ingest', folder, '--into', 'town', '--url', stack.urls.orchestrator, ...more);
    await expect(ingest('--tag', 'roads,north')).rejects.toThrow('1 of 2 documents were refused');
    expect(printed).toContain(`${join(folder, '.hidden.md')}: skipped, hidden`);
    printed = '';
    await expect(ingest()).rejects.toThrow('1 of 2 documents were refused');
    expect(printed).toMatch(/^bad\.pdf: not tried again before it changes \(or with --retry\)\. town\/bad\.pdf is named \.pdf/m);
    expect(printed).toMatch(/^1 unchanged, 1 skipped, 1 refused$/m);
    writeFileSync(join(folder, 'bad.pdf'), 'still no PDF');
    printed = '';
    await expect(ingest()).rejects.toThrow();
    expect(printed).toMatch(/^bad\.pdf: refused\./m);

    const url = ['--url', stack.urls.orchestrator];
    printed = '';
    expect(await docmind('documents', 'list', '--under', 'town', ...url)).toMatch(/^town\/2024\/bridge\.md +26 +1 +north, roads/m);
    printed = '';
    expect(JSON.parse(await docmind('documents', 'show', 'town/2024/bridge.md', ...url))).toMatchObject({ state: 'indexed' });
    expect(await docmind('documents', 'delete', 'town/2024/bridge.md', ...url)).toContain('town/2024/bridge.md: deleted');
    await expect(docmind('documents', 'show', 'town/2024/bridge.md', ...url)).rejects.toThrow('There is no document with the path or id');
  });

  it('shows the state of each service', async () => {
    await until(async () => /^orchestrator +ready +\d+ .*messaging up/m.test(await docmind('status')), 'the orchestrator to be ready');
    vi.stubEnv('CACHE_SERVER_PORT', String(await freePort()));
    await expect(docmind('status')).rejects.toThrow('1 of 5 services are not ready');
    expect(printed).toMatch(/^cache +not running/m);
  });

  it('shows each gate, and says what is wrong where no metrics service answers', async () => {
    // Found without --url, by the settings that the services read; on a busy machine a gate may fail.
    const shown = async () => {
      printed = '';
      await docmind('gates').catch((thrown: unknown) => expect(String(thrown)).toMatch(/gates fail: /));
      return printed;
    };
    expect(await shown()).toMatch(/^service-availability +(?:no data|pass|fail) +> 99\.9 %/m);
    await until(async () => /^service-availability +(?:pass|fail) +> 99\.9 % +\d/m.test(await shown()), 'the first looks at the services');
    const [other, unknown] = [createServer((_request, reply) => reply.end('<h1>Prometheus</h1>')), await freePort()];
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await expect(docmind('gates', '--url', url)).rejects.toThrow(`${url}/gates answered 200 without gates: something else is there`);
    await expect(docmind('gates', '--url', `http://127.0.0.1:${unknown}`)).rejects.toThrow('No metrics service answers at');
    await new Promise((resolve) => other.close(resolve));
  });

  it('finds its ports in use and nothing in the way', async () => {
    expect(await docmind('doctor')).toMatch(/note {2}port \d+ \(cache\): in use[\s\S]*Nothing is in the way/);
  });

  it('refuses a second stack on its ports, and leaves none of it running', async () => {
    const ports = { INFERENCE_PORT: '0', CACHE_SERVER_PORT: '0', PERSISTENCE_PORT: '0', METRICS_PORT: '0' };
    const second = loadStackConfig({ ...environment, ...ports, DOCMIND_DATA_DIR: temporaryFolder() });
    await expect(startEmbedded(second)).rejects.toThrow(/orchestrator cannot start: port \d+ .*ORCHESTRATOR_PORT/);
  });
});

describe('without one', () => {
  it('lists the models', async () => {
    vi.stubEnv('MODELS_DIR', modelsDirForTests());
    expect(await docmind('models', 'list')).toMatch(/^bge-small-en-v1\.5-int8 +embedder +installed/m);
  });

  it('makes a key that only its file knows, and adds the next one to it', async () => {
    const file = join(temporaryFolder(), 'keys.json');
    const [, key] = /shown this once: (dm_\S+)/.exec(await docmind('keys', 'create', '--file', file, '--tenant', 'acme')) ?? [];
    await docmind('keys', 'create', '--file', file);
    const content = readFileSync(file, 'utf8');
    expect((JSON.parse(content) as { tenant: string }[]).map(({ tenant }) => tenant)).toEqual(['acme', 'default']);
    expect(content).not.toContain(key);
  });

  it('takes the keys file that the services read, and says what to name where there is none', async () => {
    const file = join(temporaryFolder(), 'keys.json');
    await expect(docmind('keys', 'create')).rejects.toThrow('Name the keys file with --file FILE, or set DOCMIND_API_KEYS_FILE');
    vi.stubEnv('DOCMIND_API_KEYS_FILE', file);
    expect(await docmind('keys', 'create', '--tenant', 'acme')).toContain(`${file} holds its hash`);
    printed = '';
    expect(await docmind('keys', 'list')).toMatch(/ acme /);
    vi.unstubAllEnvs();
  });

  it('lists, rotates and revokes keys, and never shows one again', async () => {
    const file = join(temporaryFolder(), 'keys.json');
    const keys = (...args: string[]) => ((printed = ''), docmind('keys', ...args, '--file', file));
    const limits = ['--expires', '90d', '--requests-per-minute', '60', '--concurrent-questions', '2'];
    const [, id = '', key = ''] = /Key (\w+) of .* (dm_\S+)/.exec(await keys('create', '--name', 'the build', ...limits)) ?? [];
    expect(key).toMatch(/^dm_[0-9a-f]{12}_[\w-]{32}$/);
    const listed = await keys('list');
    expect(listed).toMatch(new RegExp(`${id} +default +the build +query,ingest +20\\S+Z +requestsPerMinute=60 concurrentQuestions=2`));
    expect(listed).not.toContain(key);
    const [, next = ''] = /Key (\w+) of/.exec(await keys('rotate', id, '--keep-old', '24h')) ?? [];
    expect(await keys('list')).toMatch(new RegExp(`${id}[^]*${next} +default +the build .* never +requestsPerMinute=60`));
    await keys('revoke', id);
    expect(await keys('list')).not.toContain(id);
    await expect(keys('revoke', id)).rejects.toThrow(`has no key "${id}"`);
    await expect(keys('create', '--expires', 'soon')).rejects.toThrow(/"soon" is no time/);
    await expect(keys('create', '--tokens-per-minute', 'many')).rejects.toThrow(/tokensPerMinute/);
    writeFileSync(file, JSON.stringify([{ tenant: 'acme', salt: '0'.repeat(32), hash: '0'.repeat(64) }]));
    await expect(keys('create')).rejects.toThrow(/older form.*keys revoke --older/);
    await keys('revoke', '--older');
    expect(await keys('create')).toContain('shown this once');
  });

  it('does not write over a file that holds no keys', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'notes.txt');
    writeFileSync(file, 'hello');
    await expect(docmind('keys', 'create', '--file', file)).rejects.toThrow(/is not a keys file/);
    expect(readFileSync(file, 'utf8')).toBe('hello');
    mkdirSync(join(folder, 'empty'));
    await expect(docmind('ingest', join(folder, 'empty'))).rejects.toThrow(/holds no document/);
  });
});

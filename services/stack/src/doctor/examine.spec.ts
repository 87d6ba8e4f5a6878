import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { keepSelfTest } from '@docmind/orchestrator';
import { freePort, modelsDirForTests, startMockOpenAiEngine, temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadStackConfig } from '../config/stack-config.js';
import { examine } from './examine.js';

/** What is found, by its name. */
async function found(environment: Record<string, string>) {
  const given = { DOCMIND_DATA_DIR: temporaryFolder(), MODELS_DIR: modelsDirForTests(), INFERENCE_ENGINE: 'openai', ...environment };
  const findings = await examine(loadStackConfig(given));
  return (start: string) => findings.find(({ what }) => what.startsWith(start));
}

describe('examine', () => {
  it('finds the engine, the models and a folder that can be written', async () => {
    const engine = await startMockOpenAiEngine();
    onTestFinished(() => engine.close());
    const finding = await found({ OPENAI_BASE_URL: engine.url });
    expect(finding('engine')).toMatchObject({ verdict: 'ok', says: 'answers 200' });
    expect(finding('model bge')).toMatchObject({ verdict: 'ok', says: 'installed, hash right' });
    expect(finding('data folder')).toMatchObject({ says: expect.stringMatching(/^writable, .* GiB free$/) as string });
    expect(finding('Node')).toMatchObject({ verdict: 'ok' });
  });

  it('says what to do about an engine, a model and a folder that are not there', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const url = `http://127.0.0.1:${await freePort()}/v1`;
    const finding = await found({ OPENAI_BASE_URL: url, MODELS_DIR: temporaryFolder(), DOCMIND_DATA_DIR: join(file, 'below') });
    expect(finding('engine')).toMatchObject({ verdict: 'wrong', says: 'does not answer; start the engine or set OPENAI_BASE_URL' });
    expect(finding('model bge')).toMatchObject({ verdict: 'wrong', says: expect.stringContaining('models pull bge') as string });
    expect(finding('data folder')).toMatchObject({ verdict: 'wrong', says: 'cannot be written (ENOTDIR); set DOCMIND_DATA_DIR' });
  });

  it('says what the model was seen to do, by its file and not by its name', async () => {
    const dataDir = temporaryFolder();
    const llama = { DOCMIND_DATA_DIR: dataDir, INFERENCE_ENGINE: 'llama', INFERENCE_MODEL: 'smollm2-135m-instruct' };
    const abilities = async () => (await found(llama))('abilities of smollm2-135m-instruct');
    expect(await abilities()).toMatchObject({ verdict: 'note', says: expect.stringContaining('not tested yet') as string });
    const tested = {
      model: 'smollm2-135m-instruct',
      answers: true,
      judges: false,
      callsTools: false,
      says: 'so many',
      at: '2026-11-26T08:00:00.000Z',
    };
    keepSelfTest(dataDir, { ...tested, sha256: 'of another file', judges: true });
    expect(await abilities()).toMatchObject({ says: expect.stringContaining('not tested yet') as string });
    keepSelfTest(dataDir, { ...tested, sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53' });
    expect(await abilities()).toEqual({
      what: 'abilities of smollm2-135m-instruct',
      verdict: 'ok',
      says: 'answers: yes, judges: no, calls tools: no (so many; 2026-11-26)',
    });
  });

  it('notes a port in use: it may be a running stack', async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const finding = await found({ CACHE_SERVER_PORT: String(port) });
    expect(finding(`port ${port} (cache)`)).toMatchObject({ verdict: 'note', says: expect.stringContaining('in use') as string });
  });
});

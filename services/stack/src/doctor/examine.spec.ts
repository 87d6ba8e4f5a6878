import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
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

  it('notes a port in use: it may be a running stack', async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const finding = await found({ CACHE_SERVER_PORT: String(port) });
    expect(finding(`port ${port} (cache)`)).toMatchObject({ verdict: 'note', says: expect.stringContaining('in use') as string });
  });
});

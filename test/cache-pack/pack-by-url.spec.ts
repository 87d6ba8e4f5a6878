// The command that runs the pack by URL, and the proof that the pack finds what it is for.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cacheConfigSchema, startCache } from '@docmind/cache';
import { loadConfig } from '@docmind/config';
import { InProcessTransport } from '@docmind/messaging';
import { freePort, modelsDirForTests, temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startNaiveCache } from './naive-cache.fixture.js';

const RUN = fileURLToPath(new URL('./run.mjs', import.meta.url));

function runPack(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [RUN, ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    );
  });
}

describe('node test/cache-pack/run.mjs', () => {
  it('finds nothing wrong with our server', async () => {
    const port = await freePort();
    const config = loadConfig(cacheConfigSchema, {
      DOCMIND_DATA_DIR: temporaryFolder(),
      MODELS_DIR: modelsDirForTests(),
      CACHE_UPSTREAM_URL: `http://127.0.0.1:${port}/v1`,
      CACHE_SERVER_PORT: '0',
      CACHE_SHADOW_RATE: '0',
      LOG_LEVEL: 'error',
    });
    const service = await startCache(config, new InProcessTransport());
    onTestFinished(() => service.close());
    const args = ['--url', `${service.url}/v1`, '--upstream-port', String(port), '--namespace-header', 'x-docmind-cache-namespace'];
    const { code, output } = await runPack(...args);
    expect(output).toMatch(/\d+ hold, 0 broken, 3 not applicable/);
    expect(output).toContain('needs keys of two tenants');
    expect(code).toBe(0);
  });

  it('finds what is wrong with a cache that looks at the last message only', async () => {
    const port = await freePort();
    const naive = await startNaiveCache(`http://127.0.0.1:${port}/v1`);
    onTestFinished(() => naive.close());
    const { code, output } = await runPack('--url', naive.url, '--upstream-port', String(port), '--key-a', 'a', '--key-b', 'b');
    const broken = [...output.matchAll(/^broken\s+(.+)$/gm)].map((match) => match[1]);
    expect(broken).toEqual([
      'two tenants ask the same',
      'same text, other system prompt',
      'same text, other tools',
      'same text, other history',
      'same text, other roles in the history',
      'same text, other temperature',
      'no temperature is named',
      'same text, other output schema',
      'same text, other length limit',
      'same text, other model',
      'what is my name, in two conversations',
      'what is my name, with and without a conversation',
      'spaces and the end of a sentence',
      'capitals that mean something',
      'the upstream fails, then the caller tries again',
      'a truncated answer, then a full one',
      'a stream that its caller left',
      'an answer that calls a tool',
      'a stream and a whole answer share what is kept',
      'the usage of a stream',
      'ids of answers',
    ]);
    expect(code).toBe(1);
  });

  it('says how to connect the cache to its model', async () => {
    const port = await freePort();
    const { code, output } = await runPack('--url', 'http://127.0.0.1:9/v1', '--upstream-port', String(port));
    expect([code, output]).toEqual([2, expect.stringContaining(`http://127.0.0.1:${port}/v1`)]);
    expect((await runPack()).output).toContain('--upstream-port');
  });
});

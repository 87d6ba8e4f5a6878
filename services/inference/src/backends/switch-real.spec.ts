// Scenario 2: an operator switches between real engines while people talk to them.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithLlamaServer, modelsDirForTests, type RunningEngine, startLlamaServer, until } from '@docmind/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InferenceUnderTest, LLAMA_MODEL, startUnderTest } from '../service.fixture.js';

const chat = '/v1/chat/completions';

interface Reply {
  readonly model: string;
  readonly choices: readonly { readonly message: { readonly role: string; readonly content: string } }[];
}

describeWithLlamaServer(() => {
  let server: RunningEngine;
  let under: InferenceUnderTest;

  beforeAll(async () => {
    server = await startLlamaServer();
    const backends = [
      { name: 'embedded', kind: 'llama-embedded', model: LLAMA_MODEL, contextTokens: 1_024, threads: 1 },
      { name: 'server', kind: 'llama-server', model: server.model, baseUrl: `${server.url}/v1`, concurrency: 1 },
    ];
    const path = join(mkdtempSync(join(tmpdir(), 'docmind-test-')), 'backends.yaml');
    writeFileSync(path, JSON.stringify({ backends }));
    under = await startUnderTest({ BACKENDS_FILE: path, MODELS_DIR: modelsDirForTests(), INFERENCE_MODEL_ALIAS: 'docmind' });
  });
  afterAll(async () => {
    await under?.close();
    await server?.stop();
  });

  const ask = async (messages: object[], max_tokens = 20) => {
    const reply = await under.post(chat, { model: 'docmind', messages, max_tokens, temperature: 0 });
    expect(reply.status).toBe(200);
    return (await reply.json()) as Reply;
  };

  it('goes on with a conversation on the new engine, with the same history', async () => {
    const first = [{ role: 'user', content: 'Say it in one sentence: what is the capital of France?' }];
    const before = await ask(first);
    expect(before).toMatchObject({ model: LLAMA_MODEL });
    const switched = await under.post('/backends/switch', { name: 'server' });
    expect(await switched.json()).toMatchObject({ active: 'server', previous: 'embedded' });
    const history = [...first, before.choices[0]?.message as object, { role: 'user', content: 'Which city did you just name? One word.' }];
    const after = await ask(history);
    expect(after.model).toBe(server.model);
    expect(after.choices[0]?.message.content).toContain('Paris');
  }, 120_000);

  it('loses no request while it switches to and fro', async () => {
    await under.post('/backends/switch', { name: 'embedded' });
    const abort = new AbortController();
    const served: string[] = [];
    const talk = async (index: number) => {
      while (!abort.signal.aborted) served.push((await ask([{ role: 'user', content: `Say the number ${index}.` }], 3)).model);
    };
    const talks = [talk(1), talk(2), talk(3)];
    for (const name of ['server', 'embedded', 'server']) {
      const before = served.length;
      await until(() => served.length > before + 1, 'the engine to serve', 60_000);
      expect((await under.post('/backends/switch', { name })).status).toBe(200);
    }
    const before = served.length;
    await until(() => served.length > before + 3, 'the last engine to serve', 60_000);
    abort.abort();
    await Promise.all(talks);
    expect(new Set(served)).toEqual(new Set([LLAMA_MODEL, server.model]));
    // The old engine may still finish what it has begun; whoever asks from now on has the new one.
    expect((await ask([{ role: 'user', content: 'Say the number 4.' }], 3)).model).toBe(server.model);
  }, 240_000);
});

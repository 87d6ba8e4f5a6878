// Two real servers: a conversation stays where its beginning is cached, and one that dies in the middle loses nobody's request.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackendInfo } from '@docmind/contracts';
import { describeWithLlamaServer, type RunningEngine, startLlamaServer, until } from '@docmind/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InferenceUnderTest, startUnderTest } from '../../service.fixture.js';

const chat = '/v1/chat/completions';
interface Reply {
  readonly choices: readonly [{ readonly message: { readonly role: string; readonly content: string } }];
  readonly usage: { readonly prompt_tokens: number; readonly prompt_tokens_details?: { readonly cached_tokens: number } };
}

describeWithLlamaServer(() => {
  let servers: RunningEngine[];
  let under: InferenceUnderTest;

  beforeAll(async () => {
    servers = [await startLlamaServer({ contextTokens: 2_048 }), await startLlamaServer({ contextTokens: 2_048 })];
    const [baseUrl, ...replicas] = servers.map(({ url }) => `${url}/v1`);
    const backends = [{ name: 'pair', kind: 'llama-server', model: servers[0]?.model, baseUrl, replicas, concurrency: 1 }];
    const path = join(mkdtempSync(join(tmpdir(), 'docmind-test-')), 'backends.yaml');
    writeFileSync(path, JSON.stringify({ backends }));
    under = await startUnderTest({ BACKENDS_FILE: path, INFERENCE_MODEL_ALIAS: 'docmind' });
  }, 120_000);
  afterAll(async () => {
    await under?.close();
    for (const server of servers ?? []) await server.stop();
  });

  const ask = async (messages: object[], max_tokens: number) => {
    const reply = await under.post(chat, { model: 'docmind', messages, max_tokens, temperature: 0 });
    const text = await reply.text();
    expect(reply.status, text).toBe(200);
    return JSON.parse(text) as Reply;
  };
  const replicas = async () => {
    const { backends } = (await (await fetch(`${under.service.url}/backends`)).json()) as { backends: BackendInfo[] };
    return backends[0]?.replicas ?? [];
  };

  it('asks a conversation’s next turn of the replica that has it cached', async () => {
    const talks = ['a lighthouse', 'a bakery'].map((subject) => ({
      messages: [
        { role: 'system', content: `You are the keeper of ${subject}. `.repeat(8) },
        { role: 'user', content: 'Who are you?' },
      ],
      cachedShares: [] as number[],
    }));
    for (let turn = 0; turn < 4; turn++) {
      for (const talk of talks) {
        const { choices, usage } = await ask(talk.messages, 8);
        talk.cachedShares.push((usage.prompt_tokens_details?.cached_tokens ?? 0) / usage.prompt_tokens);
        talk.messages.push(choices[0].message, { role: 'user', content: `What is next, ${turn}?` });
      }
    }
    // llama-server's own count: all but what is new. Another replica would have read the whole again.
    for (const { cachedShares } of talks) for (const share of cachedShares.slice(1)) expect(share).toBeGreaterThan(0.8);
    expect((await replicas()).map(({ served, byPrefix }) => [served, byPrefix])).toEqual([
      [4, 3],
      [4, 3],
    ]);
  }, 120_000);

  it('loses no request when one of them is killed under load', async () => {
    const served: Reply[] = [];
    const talk = async (index: number) => {
      for (let turn = 0; turn < 5; turn++)
        served.push(await ask([{ role: 'user', content: `Tell me about the number ${index}${turn}.` }], 12));
    };
    const talks = [1, 2, 3, 4].map(talk);
    await until(async () => served.length >= 4 && ((await replicas())[1]?.running ?? 0) > 0, 'the second one to be busy', 60_000);
    await servers[1]?.kill();
    await Promise.all(talks);
    expect(served).toHaveLength(20);
    expect((await replicas())[1]?.failed).toBeGreaterThan(0);
    await until(async () => (await replicas())[1]?.state === 'unhealthy', 'the dead one to be seen');
    await servers[1]?.restart();
    await until(async () => (await replicas())[1]?.state === 'trial', 'its probe to pass');
    await until(
      async () => (await ask([{ role: 'user', content: `Hello ${Math.random()}.` }], 2), (await replicas())[1]?.state === 'healthy'),
      'it to answer again',
      60_000,
    );
  }, 240_000);
});

// Several servers behind one backend: over HTTP as a client sees it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BackendInfo, inferenceChatComplete } from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { type FaultProxy, type MockOpenAiEngine, startFaultProxy, startMockOpenAiEngine, temporaryFolder, until } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InferenceUnderTest, MOCK_MODEL, startUnderTest } from '../../service.fixture.js';

const chat = '/v1/chat/completions';
const PARIS = 'The capital of France is Paris.';
const say = (content: string, more: object = {}) => ({ model: 'docmind', messages: [{ role: 'user' as const, content }], ...more });

describe('a backend with two replicas', () => {
  let mocks: MockOpenAiEngine[];
  let proxies: FaultProxy[];
  let under: InferenceUnderTest;

  const start = async (more: object = {}, others: object[] = []) => {
    const [baseUrl, ...replicas] = proxies.map(({ url }) => url);
    const pair = { name: 'pair', kind: 'openai', model: MOCK_MODEL, baseUrl, replicas, ...more };
    const path = join(temporaryFolder(), 'backends.yaml');
    writeFileSync(path, JSON.stringify({ backends: [pair, ...others] }));
    under = await startUnderTest({ BACKENDS_FILE: path, INFERENCE_MODEL_ALIAS: 'docmind' });
  };
  beforeEach(async () => {
    mocks = [await startMockOpenAiEngine(), await startMockOpenAiEngine()];
    proxies = await Promise.all(mocks.map(({ url }) => startFaultProxy(url)));
  });
  afterEach(async () => {
    await under.close();
    for (const one of [...proxies, ...mocks]) await one.close();
  });

  const answer = async (content: string, more: object = {}) => {
    const reply = await under.post(chat, say(content, more));
    return reply.status === 200 ? reply.text() : `${reply.status}: ${await reply.text()}`;
  };
  const replicas = async () => {
    const { backends } = (await (await fetch(`${under.service.url}/backends`)).json()) as { backends: BackendInfo[] };
    return backends[0]?.replicas ?? [];
  };

  it('shares the work, and shows it', async () => {
    await start();
    for (let index = 0; index < 6; index++) expect(await answer(`Where is ${index}?`)).toContain(PARIS);
    expect(await answer('Where is a stream?', { stream: true })).toContain('[DONE]');
    expect(await answer('Where is 3?')).toContain(PARIS);
    expect(mocks.map(({ requests }) => requests.length)).toEqual([4, 4]);
    expect(await replicas()).toMatchObject([
      { name: new URL(proxies[0]?.url as string).host, state: 'healthy', running: 0, tokens: 0, served: 4, failed: 0 },
      { state: 'healthy', served: 4, byPrefix: 1 },
    ]);
    expect(await under.metric('docmind_inference_replica_served_total')).toBe(4);
  });

  it('answers everything while one of them refuses, and brings it back', async () => {
    await start();
    await proxies[0]?.down();
    const asked = Array.from({ length: 20 }, (_value, index) => answer(`Where is ${index}?`, { stream: index % 2 === 0 }));
    for (const text of await Promise.all(asked)) expect(text).not.toMatch(/^\d|error/);
    await until(async () => (await replicas())[0]?.state === 'unhealthy', 'the replica to be seen');
    expect(await under.metric('docmind_inference_replica_healthy')).toBe(0);
    await proxies[0]?.up();
    await until(async () => (await replicas())[0]?.state === 'trial', 'its probe to pass');
    await until(async () => (await answer(`Where is ${Math.random()}?`), (await replicas())[0]?.state === 'healthy'), 'it to answer');
  });

  it('answers everything while one of them hangs, and holds up nobody who is not there', async () => {
    await start();
    (proxies[0] as FaultProxy).isHung = true;
    let answered = 0;
    const asked = Array.from({ length: 10 }, async (_value, index) => {
      const text = await answer(`Where is ${index}?`, { stream: index % 2 === 0 });
      answered++;
      return text;
    });
    const hanging = async () => (await replicas())[0];
    await until(async () => answered + ((await hanging())?.running ?? 0) === 10, 'those at the other replica');
    expect(await hanging()).toMatchObject({ state: 'healthy' });
    expect(answered).toBeLessThan(10);
    for (const text of await Promise.all(asked)) expect(text).not.toMatch(/^\d|error/);
    expect(await hanging()).toMatchObject({ state: 'unhealthy', running: 0 });
    const { content } = await under.transport.client.call(inferenceChatComplete, say('Where?'), newRequestContext());
    expect(content).toBe(PARIS);
  });

  it('takes a stream elsewhere whose replica says nothing, and leaves that one alone when it goes on so', async () => {
    await start({ stallTimeoutMs: 200 });
    (proxies[0] as FaultProxy).plan = () => 'silent';
    for (let index = 0; index < 6; index++) expect(await answer(`Where is ${index}?`, { stream: true })).toContain('[DONE]');
    expect(proxies[0]?.spoiled).toEqual(['silent', 'silent', 'silent']);
    expect((await replicas())[0]).toMatchObject({ failed: 3, reason: expect.stringContaining('said nothing for 200 ms') });
  });

  it('puts each of them to sleep on a switch and wakes each on the way back', async () => {
    await start({ kind: 'vllm', exclusive: true, sleepLevel: 1 }, [
      { name: 'other', kind: 'vllm', model: MOCK_MODEL, baseUrl: mocks[0]?.url, exclusive: true, sleepLevel: 1 },
    ]);
    const calls = async (name: string) => {
      const before = mocks.map(({ sleepCalls }) => sleepCalls.length);
      expect((await under.post('/backends/switch', { name })).status).toBe(200);
      return mocks.map(({ sleepCalls }, index) => sleepCalls.slice(before[index]));
    };
    expect(await calls('other')).toEqual([['POST /sleep?level=1', 'POST /wake_up'], ['POST /sleep?level=1']]);
    expect(await answer('Where?')).toContain(PARIS);
    expect(await calls('pair')).toEqual([['POST /sleep?level=1', 'POST /wake_up'], ['POST /wake_up']]);
    expect(await answer('Where?')).toContain(PARIS);
  });
});

// Transient faults between the service and its engine: over 90 % of the requests that one meets must be answered all the same.
import { inferenceChatComplete } from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { type Fault, type FaultProxy, type MockOpenAiEngine, startFaultProxy, startMockOpenAiEngine, until } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InferenceUnderTest, MOCK_MODEL, startUnderTest } from '../service.fixture.js';

const chat = '/v1/chat/completions';
const PARIS = 'The capital of France is Paris.';
const say = (more: object = {}) => ({ model: MOCK_MODEL, messages: [{ role: 'user' as const, content: 'Where?' }], ...more });
const TRANSIENT: readonly Fault[] = ['reset', 'slow', 'half-answer', 'malformed', '429', '500', '503'];
const REQUESTS = 70;
const ENGINE = { INFERENCE_ENGINE: 'openai', INFERENCE_MODEL: MOCK_MODEL };

describe('an engine behind faults', () => {
  let mock: MockOpenAiEngine;
  let proxy: FaultProxy;
  let under: InferenceUnderTest;

  beforeEach(async () => {
    mock = await startMockOpenAiEngine();
    proxy = await startFaultProxy(mock.url);
    under = await startUnderTest({ ...ENGINE, OPENAI_BASE_URL: proxy.url });
  });
  afterEach(async () => {
    await under.close();
    await proxy.close();
    await mock.close();
  });

  /** Every other request meets a fault, each kind as often. */
  const spoilEveryOther = (faults: readonly Fault[]) => {
    proxy.plan = (request) => (request % 2 === 0 ? faults[(request / 2) % faults.length] : undefined);
  };
  const answers = async (ask: () => Promise<string>) => {
    let right = 0;
    for (let asked = 0; asked < REQUESTS; asked++) if ((await ask().catch(() => '')) === PARIS) right++;
    return right;
  };

  it('answers over HTTP in spite of every kind', async () => {
    spoilEveryOther(TRANSIENT);
    const right = await answers(async () => {
      const reply = (await (await under.post(chat, say())).json()) as { choices?: { message: { content: string } }[] };
      return reply.choices?.[0]?.message.content ?? '';
    });
    expect(new Set(proxy.spoiled)).toEqual(new Set(TRANSIENT));
    expect(right / REQUESTS).toBeGreaterThan(0.9);
  });

  it('answers over messages in spite of every kind that comes before the first token', async () => {
    spoilEveryOther(['reset', 'slow', 'malformed', '429', '500', '503']);
    const right = await answers(async () => (await under.transport.client.call(inferenceChatComplete, say(), newRequestContext())).content);
    expect(right / REQUESTS).toBeGreaterThan(0.9);
  });

  it('comes through a moment in which nobody listens', async () => {
    await under.close();
    under = await startUnderTest({ ...ENGINE, OPENAI_BASE_URL: proxy.url, ENGINE_RETRY_DELAYS_MS: '1000' });
    await proxy.down();
    const asking = under.post(chat, say());
    await until(async () => (await under.metric('docmind_inference_running')) === 1, 'the request to wait for its engine');
    await proxy.up();
    expect((await asking).status).toBe(200);
  });

  it('tells a stream that broke after its first token, and starts none anew', async () => {
    proxy.plan = () => 'half-answer';
    const text = await (await under.post(chat, say({ stream: true }))).text();
    expect(text).toContain('"error":{"message":"The engine');
    expect(text).not.toContain('[DONE]');
    expect(proxy.spoiled).toHaveLength(1);
  });

  it('asks again where an engine says nothing before its first token', async () => {
    await under.close();
    under = await startUnderTest({ ...ENGINE, OPENAI_BASE_URL: proxy.url, ENGINE_STALL_TIMEOUT_MS: '200' });
    proxy.plan = (request) => (request % 2 === 0 ? 'silent' : undefined);
    const text = await (await under.post(chat, say({ stream: true }))).text();
    expect(text).toContain('[DONE]');
    expect((await under.transport.client.call(inferenceChatComplete, say(), newRequestContext())).content).toBe(PARIS);
    expect(proxy.spoiled).toEqual(['silent', 'silent']);
    proxy.plan = () => 'silent';
    const refused = await under.post(chat, say({ stream: true }));
    expect([refused.status, await refused.text()]).toEqual([
      503,
      expect.stringContaining('said nothing for 200 ms before its first token'),
    ]);
  });

  it('ends a stream that stalls in the middle, and says so', async () => {
    await under.close();
    under = await startUnderTest({ ...ENGINE, OPENAI_BASE_URL: proxy.url, ENGINE_STALL_TIMEOUT_MS: '200' });
    proxy.plan = () => 'stall';
    const text = await (await under.post(chat, say({ stream: true }))).text();
    expect(text).toContain('said nothing for 200 ms in the middle of its answer');
    expect(proxy.spoiled).toEqual(['stall']);
  });

  it('ends a stream that stalls when its client leaves', async () => {
    proxy.plan = () => 'stall';
    const abort = new AbortController();
    const stream = await under.post(chat, say({ stream: true }), { signal: abort.signal, body: JSON.stringify(say({ stream: true })) });
    await stream.body?.getReader().read();
    abort.abort();
    await until(async () => (await under.metric('docmind_inference_running')) === 0, 'the stream to end');
  });
});

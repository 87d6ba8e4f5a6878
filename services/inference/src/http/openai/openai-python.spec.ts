// OpenAI's official Python client, unchanged: with the embedded engine's real model, and where an engine must be made to misbehave, a mocked one.
import { join } from 'node:path';
import { describeWithPythonClients, until } from '@docmind/testing';
import { beforeAll, expect, it } from 'vitest';
import { LLAMA_MODEL, MOCK_MODEL, startFakeEmbedder, startLlamaUnderTest, startMockedUnderTest } from '../../service.fixture.js';

const script = join(import.meta.dirname, 'openai-python.fixture.py');
const PARIS = expect.stringContaining('Paris');
const ONE_AT_A_TIME = { ENGINE_CONCURRENCY: '1', ENGINE_QUEUE_LIMIT: '0', ENGINE_RETRY_DELAYS_MS: '1' };

describeWithPythonClients('llm', 'the OpenAI client in Python', (python) => {
  const ask = async (url: string, ...cases: string[]) => JSON.parse(await python.run(script, url, ...cases)) as Record<string, unknown>;

  const real = ['chat', 'stream', 'helper_stream', 'async_stream', 'limits', 'schema', 'completions', 'models', 'errors', 'abort'];
  let gave: Record<string, unknown>;
  beforeAll(async () => {
    const under = await startLlamaUnderTest();
    gave = await ask(under.service.url, LLAMA_MODEL, ...real).finally(() => under.close());
  });

  it('chats, whole and as a stream, with the same usage', () => {
    expect(gave.chat).toMatchObject({ class: 'ChatCompletion', text: PARIS, reason: 'stop', model: LLAMA_MODEL });
    const { text, usage } = gave.chat as { text: string; usage: object };
    expect(gave.stream).toEqual({ role: 'assistant', text, reason: 'stop', usage });
    expect([gave.helper_stream, gave.async_stream]).toEqual([text, text]);
  });

  it('is told why an answer ended', () => {
    expect(gave.limits).toEqual(['length', 4, 'stop', expect.not.stringContaining('Paris')]);
  });

  it('parses an answer into a class of its own', () => {
    expect(gave.schema).toBe('Answer');
  });

  it('completes text, whole and as a stream', () => {
    const [whole, streamed] = gave.completions as [string, string];
    expect(whole).toEqual(PARIS);
    expect(streamed).toBe(whole);
  });

  it('lists models and gets one', () => {
    const unknown = { class: 'NotFoundError', status: 404, code: 'model_not_found' };
    expect(gave.models).toEqual([[LLAMA_MODEL], LLAMA_MODEL, expect.objectContaining(unknown)]);
  });

  it('throws its own exceptions for our refusals', () => {
    const bad = { class: 'BadRequestError', status: 400, requestId: expect.any(String) };
    expect(gave.errors).toEqual({
      unknown: expect.objectContaining({ class: 'NotFoundError', code: 'model_not_found', message: expect.stringContaining(LLAMA_MODEL) }),
      wrong: expect.objectContaining({ ...bad, param: 'messages', message: expect.stringContaining('temperature') }),
      long: expect.objectContaining({ ...bad, code: 'context_length_exceeded' }),
      tools: expect.objectContaining({ ...bad, message: expect.stringContaining('tools') }),
    });
  });

  it('stops the engine when it leaves a stream, so that the next request is served', () => {
    expect(gave.abort).toBe(1);
  });

  it('gets embeddings and tool calls, and is told to wait', async () => {
    const under = await startMockedUnderTest(ONE_AT_A_TIME);
    const embedder = await startFakeEmbedder(under.transport);
    const results = await ask(under.service.url, MOCK_MODEL, 'embeddings', 'tools', 'busy');
    const call = ['tool_calls', 'weather', { city: 'Paris' }];
    expect(results).toEqual({
      embeddings: { plain: [[7, 0.5], [5, 0.5]], packed: [5, 0.5], tokens: 14 }, // prettier-ignore
      tools: [call, call],
      busy: expect.objectContaining({ class: 'RateLimitError', status: 429, retryAfter: '1' }),
    });
    await until(() => under.mock.abortedCount === 1, 'the engine to see the client leave');
    await embedder.close();
    await under.close();
  });

  it.each([
    ['breaks off', 'APIError', 'unavailable'],
    ['is down', 'InternalServerError', 'unavailable'],
  ])('throws when the engine %s', async (what, name, code) => {
    const under = await startMockedUnderTest(ONE_AT_A_TIME);
    if (what === 'breaks off') under.mock.errorMidStream();
    else await under.mock.close();
    expect(await ask(under.service.url, MOCK_MODEL, 'broken')).toEqual({ broken: expect.objectContaining({ class: name, code }) });
    await under.close();
  });
});

import { inferenceChatComplete, inferenceChatStream, inferenceModelsList, inferenceTokensCount } from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { until } from '@docmind/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type InferenceUnderTest, MOCK_MODEL as model, startMockedUnderTest, startUnderTest } from './service.fixture.js';

const say = (content: string, more: object = {}) => ({ model, messages: [{ role: 'user' as const, content }], ...more });
const chat = '/v1/chat/completions';

describe('inference over an OpenAI-compatible engine', () => {
  const opened: InferenceUnderTest[] = [];
  const start = async (...given: Parameters<typeof startMockedUnderTest>) => {
    const under = await startMockedUnderTest(...given);
    opened.push(under);
    return under;
  };
  afterEach(async () => {
    for (const under of opened.splice(0)) await under.close();
  });

  it('answers over HTTP, whole and as a stream, with the alias as a name', async () => {
    const under = await start({ INFERENCE_MODEL_ALIAS: 'docmind' });
    const whole = await under.post(chat, { ...say('Where?'), model: 'docmind' });
    expect(await whole.json()).toMatchObject({ choices: [{ message: { content: 'The capital of France is Paris.' } }] });
    expect(under.mock.requests[0]?.model).toBe(model);
    const stream = await under.post(chat, say('Where?', { stream: true }));
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.headers.get('x-request-id')).toBeTruthy();
    const text = await stream.text();
    expect(text).toContain('"content":" Paris."');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('answers over messages: complete, stream, counts, models', async () => {
    const { transport } = await start();
    const context = newRequestContext();
    const reply = await transport.client.call(inferenceChatComplete, say('Where?'), context);
    expect(reply).toMatchObject({
      content: 'The capital of France is Paris.',
      finishReason: 'stop',
      backend: 'openai',
      usage: { completion_tokens: 6 },
    });
    const frames = [];
    for await (const frame of transport.client.stream(inferenceChatStream, say('Where?'), context)) frames.push(frame);
    expect(frames.map(({ type }) => type)).toEqual([...Array<string>(6).fill('delta'), 'done']);
    // Who leaves before the end knows who answered, too.
    expect(frames.filter((frame) => 'by' in frame)).toEqual([{ ...frames[0], by: { backend: 'openai', model } }]);
    expect(frames.at(-1)).toMatchObject({ backend: 'openai', model });
    expect(await transport.client.call(inferenceTokensCount, { texts: ['one two', ''] }, context)).toEqual({ counts: [2, 0] });
    expect(await transport.client.call(inferenceModelsList, {}, context)).toMatchObject({ models: [{ id: model, contextLength: 1_024 }] });
  });

  it('tries again before the first token, and never after it', async () => {
    const under = await start();
    under.mock.failNext(503);
    expect((await under.post(chat, say('Where?'))).status).toBe(200);
    expect(under.mock.requests).toHaveLength(2);
    under.mock.errorMidStream();
    const text = await (await under.post(chat, say('Where?', { stream: true }))).text();
    expect(under.mock.requests).toHaveLength(3);
    expect(text).toContain('"error":{"message":"The engine failed in the middle of its answer: mocked engine death"');
    expect(text).not.toContain('[DONE]');
  });

  it('does not try again what the engine refuses', async () => {
    const under = await start();
    under.mock.failNext(400);
    const refused = await under.post(chat, say('Where?'));
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: { message: expect.stringContaining('mocked failure 400') } });
    expect(under.mock.requests).toHaveLength(1);
  });

  it('leaves an engine alone that fails again and again', async () => {
    const under = await start({ ENGINE_RETRY_DELAYS_MS: '1' });
    await under.post(chat, say('Where?'));
    await under.mock.close();
    for (let asked = 0; asked < 5; asked++) expect((await under.post(chat, say('Where?'))).status).toBe(503);
    const { error } = (await (await under.post(chat, say('Where?'))).json()) as { error: { message: string } };
    expect(error.message).toContain('left alone');
    expect((await fetch(`${under.service.url}/health/ready`)).status).toBe(503);
  });

  it('tells the engine within moments that the client left', async () => {
    const under = await start();
    const abort = new AbortController();
    const reply = await under.post(chat, say('Write a long story', { stream: true }), { signal: abort.signal });
    await reply.body?.getReader().read();
    abort.abort();
    await until(() => under.mock.abortedCount === 1, 'the engine to see the client leave', 2_000);
    await until(async () => (await under.metric('docmind_inference_running')) === 0, 'the slot to be free');
  });

  it('refuses what its queue cannot hold', async () => {
    const under = await start({ ENGINE_CONCURRENCY: '1', ENGINE_QUEUE_LIMIT: '0' });
    const abort = new AbortController();
    const running = await under.post(chat, say('Write a long story', { stream: true }), { signal: abort.signal });
    const refused = await under.post(chat, say('Where?'));
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ error: { type: 'rate_limit_error' } });
    abort.abort();
    await running.body?.cancel().catch(() => undefined);
  });

  it('refuses more tokens than may wait, saying when to come back', async () => {
    const under = await start({ ENGINE_CONCURRENCY: '1', ENGINE_QUEUE_TOKEN_LIMIT: '1500' });
    const abort = new AbortController();
    const init = { signal: abort.signal };
    const running = await under.post(chat, say('Write a long story', { stream: true }), init);
    const waiting = under.post(chat, say('Where?', { max_tokens: 900 }), init).catch(() => undefined);
    await until(async () => (await under.metric('docmind_inference_queue_tokens')) > 900, 'the first to wait');
    const refused = await under.post(chat, say('x'.repeat(6_000)));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await refused.text()).toContain('1500 is its limit');
    abort.abort();
    await running.body?.cancel().catch(() => undefined);
    await waiting;
  });

  it('ends what takes longer than its time limit', async () => {
    const under = await start({ ENGINE_TIMEOUT_MS: '150' });
    expect((await under.post(chat, say('Write a long story'))).status).toBe(504);
    const text = await (await under.post(chat, say('Write a long story', { stream: true }))).text();
    expect(text).toContain('"code":"deadline_exceeded"');
  });

  it.each([
    ['a prompt of a megabyte', say('x'.repeat(1_000_000)), 'messages'],
    ['no JSON', '{"model": ', 'JSON'],
    ['no body', '', ''],
    ['an unknown role', { model, messages: [{ role: 'robot', content: 'x' }] }, 'messages.0.role'],
  ])('refuses %s with OpenAI’s envelope', async (_name, body, named) => {
    const under = await start();
    const refused = await under.post(chat, body);
    expect(refused.status).toBe(400);
    const { error } = (await refused.json()) as { error: { message: string; type: string } };
    expect(error.type).toBe('invalid_request_error');
    expect(error.message).toContain(named);
  });

  it('tokenizes in vLLM’s form and refuses neither prompt nor messages', async () => {
    const under = await start();
    expect(await (await under.post('/tokenize', { prompt: 'one two three' })).json()).toEqual({
      count: 3,
      max_model_len: 1_024,
      tokens: [0, 1, 2],
    });
    expect((await under.post('/tokenize', {})).status).toBe(400);
  });

  it('measures each generation and reports it to the metrics service', async () => {
    const under = await start();
    await under.post(chat, say('Where?'));
    await (await under.post(chat, say('Where?', { stream: true }))).text();
    const labels = `{service="inference",gen_ai_operation_name="chat",gen_ai_provider_name="openai",gen_ai_request_model="${model}"`;
    const text = await (await fetch(`${under.service.url}/metrics`)).text();
    const lines = text.split('\n');
    const count = (name: string) => lines.find((line) => line.startsWith(`${name}_count`));
    expect(count('gen_ai_server_request_duration_seconds')).toMatch(/ 2$/);
    expect(count('gen_ai_server_time_to_first_token_seconds')).toMatch(/ 1$/);
    expect(count('gen_ai_client_token_usage')).toMatch(/ 2$/);
    expect(text).toContain(labels.slice(1, 20));
  });
});

describe('inference without its engine', () => {
  it('starts, says what to do, and is not ready', async () => {
    const under = await startUnderTest({ MODELS_DIR: 'no-such-folder' });
    const refused = await under.post(chat, say('Where?', { model: 'smollm2-135m-instruct' }));
    expect(refused.status).toBe(400);
    expect(JSON.stringify(await refused.json())).toContain('models pull smollm2-135m-instruct');
    const ready = await fetch(`${under.service.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('engine');
    await under.close();
  });
});

// The official client through the caching proxy, with the real embedder: what it can read, other clients can.
import { startMockOpenAiEngine, until } from '@docmind/testing';
import OpenAI, { APIError } from 'openai';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCacheService } from '../cache-service.fixture.js';

const ASKED = 'How long are daily snapshots kept?';
const PARAPHRASE = 'For how many days are daily snapshots kept?';
const messages = (content: string) => [
  { role: 'system' as const, content: 'Answer briefly.' },
  { role: 'user' as const, content },
];

async function start(env: Record<string, string> = {}) {
  const engine = await startMockOpenAiEngine({ reply: 'Daily snapshots are kept for 35 days.' });
  onTestFinished(() => engine.close());
  const service = await startCacheService({ CACHE_UPSTREAM_URL: engine.url, ...env });
  const client = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'none', maxRetries: 0 });
  const ask = (content = ASKED, headers: Record<string, string> = {}) =>
    client.chat.completions.create({ model: 'm', messages: messages(content), temperature: 0 }, { headers }).withResponse();
  const stream = async (content = ASKED, include_usage = false) => {
    const options = { model: 'm', messages: messages(content), temperature: 0, stream: true as const };
    const { data, response } = await client.chat.completions
      .create({ ...options, ...(include_usage ? { stream_options: { include_usage } } : {}) })
      .withResponse();
    const chunks = [];
    for await (const chunk of data) chunks.push(chunk);
    return { chunks, response, text: chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('') };
  };
  return { ...service, engine, client, ask, stream };
}

const refusal = async (promise: PromiseLike<unknown>): Promise<APIError> => {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof APIError) return thrown;
  throw new Error('it was not refused');
};

describe('the OpenAI client through the caching proxy', () => {
  it('gets a miss, then an exact hit with the original’s usage and an id of its own', async () => {
    const { ask, engine } = await start();
    const miss = await ask();
    expect(miss.response.headers.get('x-docmind-cache')).toBe('miss');
    const hit = await ask(`${ASKED.toLowerCase().replace('h', 'H')} `);
    expect(engine.requests).toHaveLength(1);
    expect(hit.data).toMatchObject({ object: 'chat.completion', model: 'mock-model', usage: miss.data.usage });
    expect(hit.data.choices[0]).toMatchObject({ finish_reason: 'stop', message: miss.data.choices[0]?.message });
    expect(hit.data.id).not.toBe(miss.data.id);
    const { headers } = hit.response;
    expect([headers.get('x-docmind-cache'), headers.get('x-docmind-cache-similarity')]).toEqual(['exact', '1.0000']);
    expect(Number(headers.get('x-docmind-cache-age'))).toBeGreaterThanOrEqual(0);
    expect(headers.get('x-docmind-cache-entry')).toMatch(/^[\w-]{36}$/);
  });

  it('gets a hit in other words, and none where the budget is stricter', async () => {
    const { ask, engine } = await start();
    const { data } = await ask();
    const near = await ask(PARAPHRASE);
    expect(near.response.headers.get('x-docmind-cache')).toBe('semantic');
    expect(Number(near.response.headers.get('x-docmind-cache-probability'))).toBeGreaterThan(0.9);
    expect(near.data.choices[0]?.message.content).toBe(data.choices[0]?.message.content);
    expect(engine.requests).toHaveLength(1);
    const strict = await ask(PARAPHRASE, { 'x-docmind-cache-budget': '0', 'cache-control': 'no-store' });
    expect(strict.response.headers.get('x-docmind-cache')).toBe('miss');
    const loose = await ask('How long are weekly snapshots kept?', { 'x-docmind-cache-budget': '1' });
    expect(loose.response.headers.get('x-docmind-cache')).toBe('miss');
  });

  it('gets a stream on a miss and on a hit, with usage only when it asks', async () => {
    const { stream, ask, engine } = await start();
    const miss = await stream();
    expect(miss.response.headers.get('x-docmind-cache')).toBe('miss');
    expect(miss.chunks.some((chunk) => chunk.usage)).toBe(false);
    const hit = await stream();
    expect(hit.response.headers.get('x-docmind-cache')).toBe('exact');
    expect(hit.text).toBe(miss.text);
    expect(hit.chunks[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(hit.chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    const asking = await stream(ASKED, true);
    const whole = await ask();
    expect(whole.response.headers.get('x-docmind-cache')).toBe('exact');
    expect(asking.chunks.at(-1)).toMatchObject({ choices: [], usage: whole.data.usage });
    expect(whole.data.usage?.completion_tokens).toBeGreaterThan(0);
    expect(engine.requests).toHaveLength(1);
  });

  it('gets the upstream’s errors as they are, and its answer afterwards', async () => {
    const { ask, engine, post } = await start();
    engine.failNext(500);
    expect(await refusal(ask())).toMatchObject({ status: 500, error: { message: 'mocked failure 500', type: 'mock', code: 500 } });
    engine.failNext(429);
    const raw = await post('/v1/chat/completions', { model: 'm', messages: messages(ASKED), temperature: 0, stream: true });
    expect([raw.status, await raw.text()]).toEqual([429, '{"error":{"message":"mocked failure 429","type":"mock","code":429}}']);
    expect((await ask()).response.headers.get('x-docmind-cache')).toBe('miss');
    expect((await ask()).response.headers.get('x-docmind-cache')).toBe('exact');
  });

  it('is told in its own terms that nothing is kept, or that there is no upstream', async () => {
    const { ask } = await start();
    const missing = await refusal(ask(ASKED, { 'cache-control': 'only-if-cached' }));
    expect(missing).toMatchObject({ status: 504, code: 'not_cached' });
    expect(missing.headers?.get('x-should-retry')).toBe('false');
    const alone = await startCacheService();
    const client = new OpenAI({ baseURL: `${alone.url}/v1`, apiKey: 'none', maxRetries: 0 });
    const refused = await refusal(client.chat.completions.create({ model: 'm', messages: messages(ASKED), temperature: 0 }));
    expect(refused).toMatchObject({ status: 400, code: 'no_upstream', message: expect.stringContaining('CACHE_UPSTREAM_URL') });
    const down = await start({ CACHE_UPSTREAM_URL: 'http://127.0.0.1:9/v1' });
    expect(await refusal(down.ask())).toMatchObject({ status: 503, message: expect.stringContaining('upstream') });
  });

  it('stops the upstream by aborting its stream, and nothing is kept', async () => {
    const { client, engine, get } = await start();
    const story = { model: 'm', messages: messages('Write a long story about a whale.'), temperature: 0, stream: true as const };
    const stream = await client.chat.completions.create(story);
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    stream.controller.abort();
    await until(() => engine.abortedCount === 1, 'the upstream to be told');
    expect(await (await get('/cache/stats')).json()).toMatchObject({ entries: 0 });
  });

  it('sees a stream that breaks off as one, and nothing is kept', async () => {
    const { stream, engine, get } = await start();
    engine.breakMidStream();
    await expect(stream()).rejects.toThrow();
    expect(await (await get('/cache/stats')).json()).toMatchObject({ entries: 0 });
    expect((await stream()).response.headers.get('x-docmind-cache')).toBe('miss');
  });

  it('gets what is no chat from the upstream itself: models, text, embeddings, their errors', async () => {
    const { client, engine, get } = await start();
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['mock-model']);
    const text = { model: 'mock-model', prompt: 'Daily snapshots', max_tokens: 2 };
    const { data, response } = await client.completions.create(text).withResponse();
    expect([data.choices[0]?.text, response.headers.get('x-docmind-cache')]).toEqual(['Daily snapshots', 'bypass']);
    let streamed = '';
    for await (const { choices } of await client.completions.create({ ...text, stream: true })) streamed += choices[0]?.text ?? '';
    expect(streamed).toBe('Daily snapshots');
    // The mocked engine has none: its own refusal comes through.
    await expect(client.embeddings.create({ model: 'm', input: 'a' })).rejects.toMatchObject({ status: 404 });
    expect(engine.requests.at(-1)).toMatchObject(text);
    expect((await get('/v1/models/..%2fchat%2fcompletions')).status).toBe(404);
  });

  it('gets twenty equal answers at once for one call', async () => {
    const { ask, engine } = await start();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(new Set(answers.map(({ data }) => data.choices[0]?.message.content)).size).toBe(1);
    expect(engine.requests).toHaveLength(1);
  });
});

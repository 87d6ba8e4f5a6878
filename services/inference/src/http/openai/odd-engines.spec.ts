// Engines that speak OpenAI's format in their own ways, or fail: what the official client gets of them through our door.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startUnderTest } from '../../service.fixture.js';

const model = 'odd';
const ask = { model, messages: [{ role: 'user' as const, content: 'Hi' }] };
const chunk = (delta: object, finish_reason: string | null = null) =>
  JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model, choices: [{ index: 0, delta, finish_reason }] });
const told = (status: number, error: object, headers: Record<string, string> = {}) => ({
  status,
  body: JSON.stringify({ error }),
  headers,
});
const events = (body: string) => ({ status: 200, body, headers: { 'content-type': 'text/event-stream' } });
type Answer = ReturnType<typeof events> | ReturnType<typeof told>;

const GOOD = events([chunk({ content: 'Hello' }), chunk({}, 'stop'), '[DONE]'].map((data) => `data: ${data}\n\n`).join(''));
const FAILS_FIRST = events(`data: ${JSON.stringify({ error: { message: 'out of memory', code: 'oom', param: null } })}\n\n`);

/** An engine that gives these answers one after the other, the last of them for ever. */
async function engineThatSays(...answers: Answer[]) {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer((request: IncomingMessage, reply: ServerResponse) => {
    if (request.url === '/v1/models') return void reply.end(JSON.stringify({ object: 'list', data: [{ id: model }] }));
    let text = '';
    request.setEncoding('utf8').on('data', (part) => (text += String(part)));
    request.on('end', () => {
      const { status, headers, body } = answers[Math.min(bodies.length, answers.length - 1)] as Answer;
      bodies.push(JSON.parse(text) as Record<string, unknown>);
      reply.writeHead(status, headers).end(body);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const under = await startUnderTest({
    INFERENCE_ENGINE: 'openai',
    INFERENCE_MODEL: model,
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
  });
  onTestFinished(async () => {
    await under.close();
    server.closeAllConnections();
    server.close();
  });
  return { client: new OpenAI({ baseURL: `${under.service.url}/v1`, apiKey: 'none', maxRetries: 0 }), under, bodies };
}

async function written(client: OpenAI): Promise<string> {
  let text = '';
  for await (const { choices } of await client.chat.completions.create({ ...ask, stream: true })) text += choices[0]?.delta.content ?? '';
  return text;
}

describe('a stream', () => {
  it('whose first event is an error is tried again, and is an error with its own status in the end', async () => {
    const { client, bodies } = await engineThatSays(FAILS_FIRST, GOOD);
    expect(await written(client)).toBe('Hello');
    expect(bodies).toHaveLength(2);
    const never = await engineThatSays(FAILS_FIRST);
    await expect(written(never.client)).rejects.toMatchObject({
      status: 503,
      code: 'oom',
      message: expect.stringContaining('out of memory'),
    });
  });

  it('may name its events, number them, comment them, and end lines as Windows does', async () => {
    const lines = [': ping', '', 'event: message', 'id: 1', `data: ${chunk({ content: 'Hel' })}`, '', ': "error" is a word', '', 'id: 2'];
    const rest = [`data: ${chunk({ content: 'lo' })}`, '', 'event: message', `data: ${chunk({}, 'stop')}`, '', 'data: [DONE]', '', ''];
    const { client } = await engineThatSays(events([...lines, ...rest].join('\r\n')));
    expect(await written(client)).toBe('Hello');
  });

  it('may end without [DONE] once its answer is whole, and not before', async () => {
    const whole = events([chunk({ content: 'Hello' }), chunk({}, 'stop')].map((data) => `data: ${data}\n\n`).join(''));
    const { client, under } = await engineThatSays(whole);
    expect(await written(client)).toBe('Hello');
    expect(await (await under.post('/v1/chat/completions', { ...ask, stream: true })).text()).toMatch(/\ndata: \[DONE\]\n\n$/);
    const cut = await engineThatSays(events(`data: ${chunk({ content: 'Hel' })}\n\n`));
    await expect(written(cut.client)).rejects.toThrow('broke off');
  });
});

describe('a refusal', () => {
  it('that says when to come back is obeyed for a few seconds, and else passed on at once', async () => {
    const { client, bodies } = await engineThatSays(told(429, { message: 'busy' }, { 'retry-after': '1' }), GOOD);
    const startedAt = performance.now();
    expect(await written(client)).toBe('Hello');
    expect(performance.now() - startedAt).toBeGreaterThan(990);
    expect(bodies).toHaveLength(2);
    const long = await engineThatSays(told(429, { message: 'busy' }, { 'retry-after': '60' }));
    const refused = await long.client.chat.completions.create(ask).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 429, message: expect.stringContaining('busy') });
    expect([(refused as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after'), long.bodies.length]).toEqual(['60', 1]);
  });

  it('that does not say is tried again at the usual pauses', async () => {
    const { client, bodies } = await engineThatSays(told(429, { message: 'busy' }), told(429, { message: 'busy' }), GOOD);
    expect([await written(client), bodies.length]).toEqual(['Hello', 3]);
  });

  it('keeps the code and the parameter that the engine names', async () => {
    const error = { message: 'too long', type: 'invalid_request_error', code: 'context_length_exceeded', param: 'messages' };
    const { client } = await engineThatSays(told(400, error));
    const named = { status: 400, code: 'context_length_exceeded', param: 'messages', message: expect.stringContaining('too long') };
    await expect(client.chat.completions.create(ask)).rejects.toMatchObject(named);
    await expect(written(client)).rejects.toMatchObject(named);
  });
});

describe('what a request asks for', () => {
  it('reaches the engine, a schema in the form that all of them know, or is refused', async () => {
    const { client, bodies } = await engineThatSays(GOOD);
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    const more = { logprobs: true, top_logprobs: 2, response_format: { type: 'json_object', schema } as never };
    for await (const _chunk of await client.chat.completions.create({ ...ask, ...more, stream: true }));
    expect(bodies[0]).toMatchObject({ logprobs: true, top_logprobs: 2, response_format: { type: 'json_schema', json_schema: { schema } } });
    await expect(client.chat.completions.create({ ...ask, n: 2 })).rejects.toMatchObject({ status: 400, param: 'n' });
  });
});

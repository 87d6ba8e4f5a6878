import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UndiciUpstream, type UpstreamOptions } from './undici.upstream.js';

const staying = new AbortController().signal;

async function upstream(answer: (request: IncomingMessage, reply: ServerResponse) => void, change: Partial<UpstreamOptions> = {}) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, reply) => {
    seen.push(request);
    answer(request, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const under = new UndiciUpstream({
    baseUrl: `http://127.0.0.1:${port}/v1/`,
    apiKey: undefined,
    connections: 2,
    timeoutMs: 10_000,
    ...change,
  });
  onTestFinished(async () => {
    await under.close();
    server.closeAllConnections();
    server.close();
  });
  return { under, seen };
}

async function textOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of bytes) text += chunk.toString();
  return text;
}

describe('the upstream of the proxy', () => {
  it('gets its own key and unpacked replies, below the path that is configured', async () => {
    const { under, seen } = await upstream((_request, reply) => reply.end('{}'), { apiKey: 'secret' });
    const reply = await under.send('{"a":1}', staying);
    expect([reply.status, await textOf(reply.body)]).toEqual([200, '{}']);
    expect(seen[0]).toMatchObject({
      url: '/v1/chat/completions',
      headers: { authorization: 'Bearer secret', 'accept-encoding': 'identity', 'content-type': 'application/json' },
    });
    const keyless = await upstream((_request, other) => other.end('{}'));
    await keyless.under.send('{}', staying);
    expect(keyless.seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each([400, 429, 500, 503])('takes status %i as a reply', async (status) => {
    const { under } = await upstream((_request, reply) => reply.writeHead(status, { 'retry-after': '7' }).end('no'));
    const reply = await under.send('{}', staying);
    expect([reply.status, reply.headers['retry-after'], await textOf(reply.body)]).toEqual([status, '7', 'no']);
  });

  it('follows no redirect', async () => {
    const { under, seen } = await upstream((_request, reply) => reply.writeHead(307, { location: 'http://127.0.0.1:9/' }).end());
    expect((await under.send('{}', staying)).status).toBe(307);
    expect(seen).toHaveLength(1);
  });

  it('says what went wrong: nobody there, silence, a reply that breaks off', async () => {
    const nobody = new UndiciUpstream({ baseUrl: 'http://127.0.0.1:9/v1', apiKey: undefined, connections: 1, timeoutMs: 1_000 });
    onTestFinished(() => nobody.close());
    await expect(nobody.send('{}', staying)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    const silent = await upstream(() => undefined, { timeoutMs: 100 });
    await expect(silent.under.send('{}', staying)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    const broken = await upstream((_request, reply) => {
      reply.write('data: 1\n\n');
      setImmediate(() => reply.destroy());
    });
    const reply = await broken.under.send('{}', staying);
    await expect(textOf(reply.body)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('is told when nobody waits any more', async () => {
    const leaver = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    const { under } = await upstream((_request, reply) => {
      closed = new Promise((resolve) => reply.once('close', resolve));
      reply.write('data: 1\n\n');
    });
    const reply = await under.send('{}', leaver.signal);
    const reading = textOf(reply.body);
    leaver.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    await closed;
  });
});

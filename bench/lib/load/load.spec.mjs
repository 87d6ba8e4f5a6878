import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../processes/child.mjs';
import { drive } from './load.mjs';

describe('load generator', () => {
  async function serverThat(answer) {
    const server = createServer((request, reply) => request.resume().on('end', () => answer(request, reply)));
    onTestFinished(() => server.close());
    return listen(server);
  }
  const request = (index) => ({ path: `/${index}`, body: '{}' });

  it('keeps every latency and uses each connection again', async () => {
    const ports = new Set();
    const url = await serverThat((incoming, reply) => {
      ports.add(incoming.socket.remotePort);
      reply.end('ok');
    });
    const run = await drive({ url, connections: 3, count: 30, request });
    expect(run).toMatchObject({ errors: 0, firstError: undefined });
    expect([run.latenciesMs.length, run.firstByteMs.length, ports.size]).toEqual([30, 30, 3]);
    expect(run.latenciesMs.every((latency, index) => latency >= run.firstByteMs[index])).toBe(true);
    expect(run.perSecond).toBeGreaterThan(0);
  });

  it('counts wrong statuses, cut streams and refused answers as errors, not as latencies', async () => {
    const url = await serverThat((incoming, reply) => {
      if (incoming.url === '/0') return reply.writeHead(500).end('no');
      if (incoming.url === '/1') return reply.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: half\n\n');
      return reply.end('wrong');
    });
    const plain = await drive({ url, connections: 1, count: 2, request });
    expect(plain).toMatchObject({ errors: 2, firstError: 'status 500: no', latenciesMs: [] });
    const checked = await drive({ url, connections: 1, count: 3, request, check: (_status, body, index) => index < 2 || body === 'right' });
    expect([checked.errors, checked.latenciesMs.length]).toEqual([1, 2]);
  });

  it('counts a server that is not there', async () => {
    const run = await drive({ url: 'http://127.0.0.1:1', connections: 1, count: 1, request });
    expect(run.errors).toBe(1);
  });
});

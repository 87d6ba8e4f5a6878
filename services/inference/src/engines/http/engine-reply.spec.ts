import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@docmind/testing';
import { Pool } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EngineReply } from './engine-reply.js';

const never = new AbortController().signal;
const asked = { method: 'POST' as const, path: '/', body: '{}' };

async function poolBefore(answer: (request: IncomingMessage, reply: ServerResponse) => void, connections = 4): Promise<Pool> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await pool.destroy();
  });
  return pool;
}

describe('EngineReply', () => {
  it('reads status, headers and the whole text, past an early hint', async () => {
    const pool = await poolBefore((_request, reply) => {
      reply.writeEarlyHints({ link: '</style.css>; rel=preload' });
      reply.writeHead(429, { 'retry-after': '7' });
      reply.write('{"a":');
      setImmediate(() => reply.end('"é"}'));
    });
    const reply = await EngineReply.open(pool, asked, never);
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, '7']);
    expect(await reply.json()).toEqual({ a: 'é' });
    expect(await reply.read()).toBeUndefined();
  });

  it('holds the engine back while nobody reads, and loses nothing', async () => {
    const part = Buffer.alloc(256 * 1024, 'x');
    const parts = 64;
    let sent = 0;
    const pool = await poolBefore((_request, reply) => {
      const push = () => {
        while (sent < parts) {
          sent++;
          if (!reply.write(part)) return void reply.once('drain', push);
        }
        reply.end();
      };
      push();
    });
    const reply = await EngineReply.open(pool, asked, never);
    let before = -1;
    await until(async () => {
      const unchanged = sent === before;
      before = sent;
      for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
      return unchanged && sent === before;
    }, 'the engine to stop sending');
    expect(sent).toBeLessThan(parts);
    let bytes = 0;
    for (let piece = await reply.read(); piece; piece = await reply.read()) bytes += piece.length;
    expect(bytes).toBe(part.length * parts);
  });

  it('gives what came before the connection broke, then the failure', async () => {
    const pool = await poolBefore((_request, reply) => {
      reply.write('half');
      setImmediate(() => reply.destroy());
    });
    const reply = await EngineReply.open(pool, asked, never);
    expect((await reply.read())?.toString()).toBe('half');
    await expect(reply.read()).rejects.toThrow();
  });

  it('gives up at once when the signal aborts, also while it waits for a connection', async () => {
    const closed: string[] = [];
    const pool = await poolBefore((request, reply) => {
      reply.on('close', () => closed.push(request.headers['x-name'] as string));
      reply.write('first');
    }, 1);
    const abort = new AbortController();
    const running = await EngineReply.open(pool, { ...asked, headers: { 'x-name': 'running' } }, never);
    const waiting = EngineReply.open(pool, { ...asked, headers: { 'x-name': 'waiting' } }, abort.signal);
    abort.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    running.close();
    await until(() => closed.length > 0, 'the engine to see the connection close');
    const next = await EngineReply.open(pool, { ...asked, headers: { 'x-name': 'next' } }, never);
    expect((await next.read())?.toString()).toBe('first');
    next.close();
    await until(() => closed.length > 1, 'the next connection to close');
    expect(closed).toEqual(['running', 'next']);
  });

  it('fails when nobody listens', async () => {
    const pool = new Pool('http://127.0.0.1:1');
    onTestFinished(() => pool.destroy());
    await expect(EngineReply.open(pool, asked, never)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('breaks off an engine that says nothing, after what it has said', async () => {
    const pool = await poolBefore((_request, reply) => void reply.write('half'));
    const silent = await poolBefore(() => undefined);
    const limits = { firstMs: 50, nextMs: 100 };
    await expect(EngineReply.open(silent, asked, never, limits)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'The engine said nothing for 50 ms before its first token',
    });
    const reply = await EngineReply.open(pool, asked, never, limits);
    expect((await reply.read())?.toString()).toBe('half');
    await expect(reply.read()).rejects.toMatchObject({ message: 'The engine said nothing for 100 ms in the middle of its answer' });
  });

  it('takes no engine for silent that it holds back itself', async () => {
    const pool = await poolBefore((_request, reply) => {
      reply.write(Buffer.alloc(1024 * 1024, 'x'));
      reply.end('end');
    });
    const silent = await poolBefore(() => undefined);
    const reply = await EngineReply.open(pool, asked, never, { firstMs: 5_000, nextMs: 20 });
    // As long as another one takes to be given up.
    await EngineReply.open(silent, asked, never, { firstMs: 100, nextMs: 100 }).catch(() => undefined);
    expect(await reply.text()).toHaveLength(1024 * 1024 + 3);
  });
});

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Connections } from './connections.js';
import { refuseUnreadable } from './raw-refusal.js';

const PATIENT = { headersMs: 60_000, bodyMs: 60_000, requestMs: 60_000, stallMs: 60_000 };

async function serve(limits: Partial<typeof PATIENT>, answer: RequestListener) {
  const server: Server = createServer({ connectionsCheckingInterval: 20 }, answer);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseUnreadable(error, socket as Socket));
  const connections = new Connections(server, { ...PATIENT, ...limits });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { connections, port, server };
}

/** A client that sends bytes as it likes. `ended` is all that it was told. */
function client(port: number, ...sent: string[]) {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  socket.on('error', () => undefined);
  for (const text of sent) socket.write(text);
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)));
  onTestFinished(() => void socket.destroy());
  return { socket, ended };
}

const POST = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n';
const readBody: RequestListener = (request, response) => void request.resume().on('end', () => response.end('read'));

describe('a door', () => {
  it('does not wait for ever for the head of a request', async () => {
    const { port } = await serve({ headersMs: 100, requestMs: 100 }, readBody);
    expect(await client(port, 'POST / HT').ended).toMatch(/^HTTP\/1.1 408 .*did not come within/s);
  });

  it('does not wait for ever for a body that comes byte by byte, or stops coming', async () => {
    const { port } = await serve({ bodyMs: 150 }, readBody);
    const { socket, ended } = client(port, POST);
    const drip = setInterval(() => socket.write('{'), 20);
    expect(await ended).toMatch(/^HTTP\/1.1 408 .*"DEADLINE_EXCEEDED".*did not come within 150 ms/s);
    clearInterval(drip);
    const other = await serve({ stallMs: 100 }, readBody);
    expect(await client(other.port, POST, '{').ended).toMatch(/^HTTP\/1.1 408 .*stopped coming/s);
  });

  it('refuses each late body in its turn, whoever came and was done before it', async () => {
    const { port } = await serve({ bodyMs: 150 }, readBody);
    const done = client(port, POST, 'x'.repeat(100));
    done.socket.end();
    expect(await done.ended).toContain('200 OK');
    const first = client(port, POST, '{');
    await new Promise((resolve) => setTimeout(resolve, 60));
    const second = client(port, POST, '{');
    for (const { ended } of [first, second]) expect(await ended).toContain('did not come within 150 ms');
  });

  it('keeps the time for a body whose request is refused before it', async () => {
    const { port } = await serve({ bodyMs: 150 }, (_request, response) => void response.writeHead(401).end('no'));
    const { socket, ended } = client(port, POST, '{');
    const drip = setInterval(() => socket.write(' '), 20);
    expect(await ended).toContain('401');
    clearInterval(drip);
  });

  it('gives an upload its own time', async () => {
    const { port } = await serve({ bodyMs: 50 }, readBody);
    const { socket, ended } = client(port, POST.replace('application/json', 'multipart/form-data'));
    setTimeout(() => socket.end('x'.repeat(100)), 200);
    expect(await ended).toContain('200 OK');
  });

  it('leaves a client that takes nothing of its answer, but not one whose answer is being made', async () => {
    let isLeft = false;
    const { port } = await serve({ stallMs: 100 }, (request, response) => {
      if (request.url === '/slow') return void setTimeout(() => response.end('made'), 350);
      response.once('close', () => (isLeft = true));
      const fill = (): void => void (response.write('x'.repeat(65_536)) ? setImmediate(fill) : response.once('drain', fill));
      fill();
    });
    const { socket } = client(port, 'GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    socket.pause();
    expect(await client(port, 'GET /slow HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n').ended).toContain('made');
    await until(() => isLeft, 'the door to leave');
  });

  it('ends at once with silent connections, and with one that hangs when its time is over', async () => {
    const { connections, port } = await serve({}, (request) => void request.resume());
    const silent = [client(port), client(port, 'GET / HT')];
    await Promise.all(silent.map(({ socket }) => once(socket, 'connect')));
    const startedAt = performance.now();
    await connections.drain(60_000);
    await Promise.all(silent.map(({ ended }) => ended));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    const door = await serve({}, (request) => void request.resume());
    const hanging = client(door.port, 'GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    await once(door.server, 'request');
    await door.connections.drain(100);
    expect(await hanging.ended).toBe('');
  });

  it('says what it cannot read', async () => {
    const { port } = await serve({}, readBody);
    expect(await client(port, 'hello\r\n\r\n').ended).toMatch(/^HTTP\/1.1 400 /);
    expect(await client(port, `GET / HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`).ended).toMatch(/^HTTP\/1.1 431 /);
  });
});

import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { assertOpenFiles, IdleConnections } from './idle-connections.mjs';
import { streamUntil } from './slow-streams.mjs';

async function serve(answer) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}

it('says which limit of open files is too low, and what to do', () => {
  const limits = (hard) =>
    `Limit                     Soft Limit           Hard Limit           Units\nMax open files            1024                 ${hard}                files\n`;
  expect(() => assertOpenFiles(10_000, limits('4096'))).toThrow(
    '10000 connections need 11000 open files in one process, and 4096 are allowed: run "ulimit -n 11000"',
  );
  expect(() => assertOpenFiles(10_000, limits('20000'))).not.toThrow();
  expect(() => assertOpenFiles(10_000, limits('unlimited'))).not.toThrow();
});

it('counts the idle connections that are answered once more', async () => {
  const { server, url } = await serve((_request, reply) => reply.end('ok'));
  const sockets = [];
  server.on('connection', (socket) => sockets.push(socket));
  const connections = await IdleConnections.open(url, 5);
  onTestFinished(() => connections.close());
  expect(await connections.askAgain()).toBe(5);
  for (const socket of sockets.slice(0, 2)) socket.destroy();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await connections.askAgain()).toBe(3);
});

it('tells whole streams from broken ones, and how long one was silent', async () => {
  let asked = 0;
  const { url } = await serve((_request, reply) => {
    asked += 1;
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.write('data: {}\n\n');
    // Far longer than a busy machine keeps the client from hearing the first piece by itself.
    setTimeout(() => reply.end(asked === 1 ? 'data: [DONE]\n\n' : ''), 500);
  });
  const request = () => ({ path: '/', body: '{}' });
  const whole = await streamUntil({ url, request, until: performance.now() + 1, stalledMs: 10 });
  expect(whole).toMatchObject({ whole: 1, broken: 0, stalled: 1 });
  expect(whole.longestSilenceMs).toBeGreaterThan(30);
  expect(await streamUntil({ url, request, until: performance.now() + 1, stalledMs: 60_000 })).toMatchObject({
    whole: 0,
    broken: 1,
    stalled: 0,
  });
});

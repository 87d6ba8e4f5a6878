import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EngineHttp } from './engine-http.js';

async function doorTo(server: Server): Promise<EngineHttp> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const http = new EngineHttp({ baseUrl: `http://127.0.0.1:${port}/v1`, connections: 1, timeoutMs: 10_000 });
  onTestFinished(async () => {
    await http.close();
    server.closeAllConnections();
    server.close();
  });
  return http;
}

const models = (http: EngineHttp, timeoutMs: number): Promise<string> =>
  http.askWithin(timeoutMs, 'list its models', async (signal) => (await http.get('/models', signal)).text());

describe('askWithin', () => {
  it('gives the answer that comes in time', async () => {
    expect(await models(await doorTo(createServer((_request, reply) => void reply.end('[]'))), 10_000)).toBe('[]');
  });

  it('says what the server did not do in time, and lets go of its connection', async () => {
    const server = createServer();
    const left = once(server, 'request').then(([, reply]) => once(reply as ServerResponse, 'close'));
    const http = await doorTo(server);
    await expect(models(http, 200)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'The engine did not list its models within 200 ms',
    });
    await left;
  });

  it('passes on why the server cannot be asked', async () => {
    const http = await doorTo(createServer((request) => void request.socket.destroy()));
    await expect(models(http, 10_000)).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('broke off') });
  });
});

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { DataClient } from './data-client.js';

const ERASED = { documents: 1, sessions: 0, messages: 2, cachedAnswers: 0, ingestionSteps: 0 };

/** A door that answers an erasure when it is told to. */
async function slowDoor() {
  const waiting: ServerResponse[] = [];
  const server = createServer((_request, response) => void waiting.push(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const asked = async () => {
    while (waiting.length === 0) await once(server, 'request');
    return waiting[0] as ServerResponse;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

it('waits for an erasure, and says that the stack may still be at it when that takes too long', async () => {
  const patient = await slowDoor();
  const reply = new DataClient(patient.url).erase({ tenant: true });
  (await patient.asked()).writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ERASED));
  expect(await reply).toEqual(ERASED);

  const { url } = await slowDoor();
  const late = new DataClient(url, undefined, 50).erase({ tenant: true });
  await expect(late).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    message: expect.stringMatching(/may still be erasing: ask again/),
  });
});

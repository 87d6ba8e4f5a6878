import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { loadStackConfig } from '../config/stack-config.js';
import { probeServices } from './service-probe.js';

it('names what is wrong with a part, also with one that goes on in spite of it', async () => {
  const details = { database: { status: 'up' }, disk: { status: 'down', message: 'full' }, backups: { status: 'up', problem: 'no room' } };
  const server = createServer((_request, reply) => reply.end(JSON.stringify({ status: 'error', info: {}, error: {}, details })));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const config = loadStackConfig({ PERSISTENCE_PORT: String((server.address() as AddressInfo).port) });
  const state = (await probeServices(config)).find(({ name }) => name === 'persistence');
  expect(state).toMatchObject({ parts: 'database up, disk down (full), backups up (no room)', down: 'disk down (full)' });
});

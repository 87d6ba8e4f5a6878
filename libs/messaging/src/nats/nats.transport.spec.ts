import { afterAll, beforeAll } from 'vitest';
import { Logger } from '@nestjs/common';
import { describeWithServer, type RunningServer, startNatsServer } from '@docmind/testing';
import { messageTransportContract } from '../calls/message-transport.contract.js';
import { NatsTransport } from './nats.transport.js';

describeWithServer('nats-server', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startNatsServer();
  });
  afterAll(() => server.stop());

  messageTransportContract('NatsTransport', async () => new NatsTransport({ url: server.url, name: 'test', logger: new Logger() }));
});

import { defineStream } from '@docmind/contracts';
import { describeWithServer, freePort, type RunningServer, startNatsServer, until } from '@docmind/testing';
import { type INestMicroservice, Logger } from '@nestjs/common';
import { connect, headers } from '@nats-io/transport-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newRequestContext } from '../calls/request-context.js';
import { atWork, echo, fat, fatFrames, hang, isUp, serve, silent, ticks } from './fault-service.fixture.js';
import { NatsTransport } from './nats.transport.js';
import { MAX_MESSAGE_BYTES } from './parts.js';

describeWithServer('nats-server', () => {
  describe('NatsTransport when NATS fails', () => {
    let server: RunningServer;
    let transport: NatsTransport;
    let app: INestMicroservice;

    beforeEach(async () => {
      server = await startNatsServer();
      transport = new NatsTransport({ url: server.url, name: 'fault', logger: silent });
      app = await serve(transport);
      await until(isUp(transport), 'the first call');
    });
    afterEach(async () => {
      await app.close();
      await transport.close();
      await server.stop();
    });

    it('fails what runs and what comes with UNAVAILABLE at once, and heals by itself', async () => {
      const call = transport.client.call(hang, {}, newRequestContext());
      const stream = (async () => {
        for await (const frame of transport.client.stream(ticks, {}, newRequestContext())) void frame;
      })();
      const outcome = Promise.allSettled([call, stream]);
      await until(() => atWork.hang === 1 && atWork.ticks === 1, 'both to run');
      await server.kill();
      for (const settled of await outcome) expect(settled).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } });
      await until(() => atWork.hang === 0 && atWork.ticks === 0, 'the handlers to be told');
      await expect(transport.client.call(echo, { text: 'x' }, newRequestContext())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(transport.client.isConnected()).toBe(false);

      await server.restart();
      await until(isUp(transport), 'the service to answer again');
      expect(transport.client.isConnected()).toBe(true);
    });

    it('names both sizes when a message is larger than one may be in all its parts', async () => {
      const work = transport.client.call(echo, { text: 'x'.repeat(MAX_MESSAGE_BYTES) }, newRequestContext());
      await expect(work).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringMatching(/16777227 bytes, at most 16777216/) as string,
      });
      await expect(transport.client.call(fat, {}, newRequestContext())).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      const reading = async () => {
        for await (const frame of transport.client.stream(fatFrames, {}, newRequestContext())) void frame;
      };
      await expect(reading()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });

    it('takes no part of a request that it has not begun, and forgets one whose sender is gone', async () => {
      const stranger = await connect({ servers: server.url });
      const sent = headers();
      sent.set('x-call-id', 'made-up');
      sent.set('x-part', '1/2');
      stranger.publish(`${echo.subject}.one`, 'rest', { headers: sent });
      sent.set('x-part', '0/2');
      const begun = await stranger.request(echo.subject, '{"text":', { headers: sent, timeout: 1_000 });
      expect(begun.headers?.get('x-continue')).toBe('one');
      stranger.publish('docmind.call.cancel', 'made-up');
      await stranger.flush();
      expect(await transport.client.call(echo, { text: 'well' }, newRequestContext())).toEqual({ text: 'well' });
      await stranger.close();
    });

    it('says at once that the replica is gone which should have the rest of a request', async () => {
      const leaving = await connect({ servers: server.url });
      const continueAtNobody = headers();
      continueAtNobody.set('x-continue', 'nobody');
      const subject = 'forged.text.left';
      leaving.subscribe(subject, { callback: (_error, message) => void message.respond('', { headers: continueAtNobody }) });
      await leaving.flush();
      const work = transport.client.call({ ...echo, subject }, { text: 'x'.repeat(2_000_000) }, newRequestContext());
      await expect(work).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('Nobody answers') as string });
      await leaving.close();
    });

    it('refuses a part whose request it gave up, to whoever sent it', async () => {
      const slow = await connect({ servers: server.url });
      const sent = headers();
      sent.set('x-call-id', 'slow');
      sent.set('x-part', '1/2');
      const refused = await slow.request(`${echo.subject}.one`, 'rest', { headers: sent, timeout: 1_000 });
      expect(refused.json()).toMatchObject({ error: { code: 'UNAVAILABLE' } });
      await slow.close();
    });

    it('breaks a stream with a missing frame', async () => {
      const forger = await connect({ servers: server.url });
      const gapped = defineStream('forged.number.gapped', z.object({}), z.object({ n: z.number() }));
      forger.subscribe(gapped.subject, {
        callback: (_error, message) => {
          message.respond(JSON.stringify({ n: 0, d: { n: 0 } }));
          message.respond(JSON.stringify({ n: 2, d: { n: 2 } }));
        },
      });
      await forger.flush();
      const seen: number[] = [];
      const read = async () => {
        for await (const { n } of transport.client.stream(gapped, {}, newRequestContext())) seen.push(n);
      };
      await expect(read()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('frame 1 is missing') as string });
      expect(seen).toEqual([0]);
      await forger.close();
    });
  });

  it('starts before NATS does, and answers when NATS has come', async () => {
    const port = await freePort();
    const transport = new NatsTransport({ url: `nats://127.0.0.1:${port}`, name: 'early', logger: silent });
    const app = await serve(transport);
    await expect(transport.client.call(echo, { text: 'x' }, newRequestContext())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const server = await startNatsServer(port);
    await until(isUp(transport), 'the service to answer');
    await app.close();
    await transport.close();
    await server.stop();
  });
});

it('can be closed while it still waits for NATS', async () => {
  const transport = new NatsTransport({ url: `nats://127.0.0.1:${await freePort()}`, name: 'never', logger: new Logger() });
  await transport.close();
  expect(transport.client.isConnected()).toBe(false);
});

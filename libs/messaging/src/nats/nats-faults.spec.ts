import 'reflect-metadata';
import { defineCall, defineStream, repeatable } from '@docmind/contracts';
import { describeWithServer, freePort, type RunningServer, startNatsServer, until } from '@docmind/testing';
import { Controller, type INestMicroservice, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { connect, headers } from '@nats-io/transport-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Handles } from '../calls/handles.decorator.js';
import { newRequestContext, type RequestContext } from '../calls/request-context.js';
import { NatsTransport } from './nats.transport.js';
import { MAX_MESSAGE_BYTES } from './parts.js';
import { CALL_SILENCE_LIMIT_MS, KEEP_ALIVE_MS } from './wire.js';

const echo = defineCall('fault.text.echo', z.object({ text: z.string() }), z.object({ text: z.string() }));
const hang = defineCall('fault.work.hang', z.object({}), z.object({}));
const late = defineCall('fault.work.late', z.object({ afterMs: z.number() }), z.object({}));
const ticks = defineStream('fault.clock.tick', z.object({}), z.object({ n: z.number() }));
const fatFrames = defineStream('fault.text.frames', z.object({}), z.object({ text: z.string() }));
const fat = defineCall('fault.text.fat', z.object({}), z.object({ text: z.string() }));

let hanging = 0;
let ticking = 0;

@Controller()
class FaultController {
  @Handles(echo)
  async echo({ text }: { text: string }) {
    return { text };
  }

  @Handles(hang)
  async hang(_request: object, context: RequestContext): Promise<Record<string, never>> {
    hanging += 1;
    return new Promise((_resolve, reject) =>
      context.signal.addEventListener('abort', () => {
        hanging -= 1;
        reject(context.signal.reason as Error);
      }),
    );
  }

  @Handles(late)
  async late({ afterMs }: { afterMs: number }) {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    return {};
  }

  @Handles(ticks)
  async *ticks(_request: object, context: RequestContext) {
    ticking += 1;
    try {
      for (let n = 0; !context.signal.aborted; n++) {
        yield { n };
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    } finally {
      ticking -= 1;
    }
  }

  @Handles(fatFrames)
  async *fatFrames() {
    yield { text: 'x'.repeat(MAX_MESSAGE_BYTES) };
  }

  @Handles(fat)
  async fat() {
    return { text: 'x'.repeat(MAX_MESSAGE_BYTES) };
  }
}

@Module({ controllers: [FaultController] })
class FaultModule {}

const silent = { error: () => undefined, warn: () => undefined, debug: () => undefined };

async function serve(transport: NatsTransport): Promise<INestMicroservice> {
  const strategy = transport.createServer({ service: 'fault', instance: 'one', logger: silent });
  const app = await NestFactory.createMicroservice(FaultModule, { strategy, logger: false });
  await app.listen();
  return app;
}

const isUp = (transport: NatsTransport) => () =>
  transport.client.call(echo, { text: 'up' }, newRequestContext({ deadline: Date.now() + 1_000 })).then(
    () => true,
    () => false,
  );

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
      await until(() => hanging === 1 && ticking === 1, 'both to run');
      await server.kill();
      for (const settled of await outcome) expect(settled).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } });
      await until(() => hanging === 0 && ticking === 0, 'the handlers to be told');
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

    it('gives up a call and a stream whose other side fell silent, asks another where that does no harm, and waits for a slow one that lives', async () => {
      const mute = await connect({ servers: server.url });
      mute.subscribe('forged.mute.*', { callback: () => undefined });
      const asked: string[] = [];
      const replies: Record<string, object> = {
        'forged.dying.call': { d: { text: 'well' } },
        'forged.dying.stream': { n: 0, error: { code: 'NOT_FOUND', message: 'no', retryable: false } },
      };
      // The first one that has it says nothing; the next one answers.
      mute.subscribe('forged.dying.*', {
        callback: (_error, message) => {
          if (asked.includes(message.subject)) message.respond(JSON.stringify(replies[message.subject]));
          asked.push(message.subject);
        },
      });
      await mute.flush();
      const call = transport.client.call({ ...echo, subject: 'forged.mute.call' }, { text: 'x' }, newRequestContext());
      const stream = transport.client.stream({ ...ticks, subject: 'forged.mute.stream' }, {}, newRequestContext());
      const patient = transport.client.call(late, { afterMs: CALL_SILENCE_LIMIT_MS + KEEP_ALIVE_MS }, newRequestContext());
      const repeated = transport.client.call(repeatable({ ...echo, subject: 'forged.dying.call' }), { text: 'x' }, newRequestContext());
      const restarted = transport.client.stream(repeatable({ ...ticks, subject: 'forged.dying.stream' }), {}, newRequestContext());
      const silentForGood = transport.client.call(
        repeatable({ ...echo, subject: 'forged.mute.again' }),
        { text: 'x' },
        newRequestContext(),
      );
      const refused = { code: 'UNAVAILABLE', retryable: true, message: expect.stringContaining('fell silent') as string };
      await Promise.all([
        expect(repeated).resolves.toEqual({ text: 'well' }),
        expect(restarted[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'NOT_FOUND' }),
        expect(silentForGood).rejects.toMatchObject(refused),
        expect(call).rejects.toMatchObject(refused),
        expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject(refused),
        expect(patient).resolves.toEqual({}),
      ]);
      expect(asked.sort()).toEqual(['forged.dying.call', 'forged.dying.call', 'forged.dying.stream', 'forged.dying.stream']);
      await mute.close();
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

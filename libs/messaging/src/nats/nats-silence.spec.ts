import { repeatable } from '@docmind/contracts';
import { describeWithServer, startNatsServer, until } from '@docmind/testing';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { expect, it, onTestFinished } from 'vitest';
import { newRequestContext } from '../calls/request-context.js';
import { echo, isUp, late, serve, silent, ticks } from './fault-service.fixture.js';
import { NatsTransport } from './nats.transport.js';
import { CALL_SILENCE_LIMIT_MS, CANCEL_SUBJECT, KEEP_ALIVE_MS } from './wire.js';

const REPLIES: Record<string, object> = {
  'forged.dying.call': { d: { text: 'well' } },
  'forged.dying.stream': { n: 0, error: { code: 'NOT_FOUND', message: 'no', retryable: false } },
};

async function started() {
  const server = await startNatsServer();
  const transport = new NatsTransport({ url: server.url, name: 'fault', logger: silent });
  const app = await serve(transport);
  await until(isUp(transport), 'the first call');
  const mute = await connect({ servers: server.url });
  onTestFinished(async () => {
    await mute.close();
    await app.close();
    await transport.close();
    await server.stop();
  });
  return { client: transport.client, mute };
}

/** The first one that has a request says nothing; the next one answers those of `forged.dying`. */
function fallSilent(mute: NatsConnection) {
  const asked: string[] = [];
  const left: string[] = [];
  mute.subscribe('forged.mute.*', { callback: (_error, message) => void left.push(message.headers?.get('x-call-id') ?? '') });
  mute.subscribe('forged.dying.*', {
    callback: (_error, message) => {
      if (asked.includes(message.subject)) message.respond(JSON.stringify(REPLIES[message.subject]));
      else left.push(message.headers?.get('x-call-id') ?? '');
      asked.push(message.subject);
    },
  });
  return { asked, left };
}

describeWithServer('nats-server', () => {
  it('gives up a call and a stream whose other side fell silent, asks another where that does no harm, and waits for a slow one that lives', async () => {
    const { client, mute } = await started();
    const { asked, left } = fallSilent(mute);
    const cancelled: string[] = [];
    mute.subscribe(CANCEL_SUBJECT, { callback: (_error, message) => void cancelled.push(message.string()) });
    await mute.flush();
    const call = client.call({ ...echo, subject: 'forged.mute.call' }, { text: 'x' }, newRequestContext());
    const stream = client.stream({ ...ticks, subject: 'forged.mute.stream' }, {}, newRequestContext());
    const patient = client.call(late, { afterMs: CALL_SILENCE_LIMIT_MS + KEEP_ALIVE_MS }, newRequestContext());
    const repeated = client.call(repeatable({ ...echo, subject: 'forged.dying.call' }), { text: 'x' }, newRequestContext());
    const restarted = client.stream(repeatable({ ...ticks, subject: 'forged.dying.stream' }), {}, newRequestContext());
    const silentForGood = client.call(repeatable({ ...echo, subject: 'forged.mute.again' }), { text: 'x' }, newRequestContext());
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
    // One that was only slow would do it beside the other, or for nobody.
    await until(() => left.every((id) => cancelled.includes(id)), 'each silent one to be told that nobody waits');
    expect(left).toHaveLength(6);
  });
});

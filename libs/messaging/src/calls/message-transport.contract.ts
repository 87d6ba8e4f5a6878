// What both transports promise; each transport's spec runs it against the real thing.
import { AppError } from '@docmind/errors';
import { until } from '@docmind/testing';
import type { INestMicroservice } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageTransport } from './message-transport.js';
import { newRequestContext, traceIdOf } from './request-context.js';
import {
  count,
  doubled,
  echo,
  endless,
  fail,
  hang,
  nobody,
  noted,
  repeated,
  Seen,
  spansInto,
  startServer,
  told,
  whoami,
} from './message-transport.fixture.js';

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'OK',
    (thrown: unknown) => (thrown instanceof AppError ? thrown.code : `not an AppError: ${String(thrown)}`),
  );
}

export function messageTransportContract(name: string, open: () => Promise<MessageTransport>): void {
  describe(`${name} keeps the transport contract`, () => {
    let transport: MessageTransport;
    let seen: Seen;
    let apps: INestMicroservice[];

    beforeEach(async () => {
      transport = await open();
      seen = new Seen();
      apps = [await startServer(transport, seen, 'a'), await startServer(transport, seen, 'b')];
      await until(async () => (await codeOf(transport.client.call(echo, { text: '' }, newRequestContext()))) === 'OK', 'the server');
    });
    afterEach(async () => {
      for (const app of apps) await app.close();
      await transport.close();
    });

    it('answers a call, and replicas share the work', async () => {
      const replies = await Promise.all(
        Array.from({ length: 40 }, (_, n) => transport.client.call(echo, { text: `é${n}` }, newRequestContext())),
      );
      expect(replies.map((reply) => reply.text)).toEqual(Array.from({ length: 40 }, (_, n) => `é${n}`));
      expect(new Set(replies.map((reply) => reply.by))).toEqual(new Set(['a', 'b']));
    });

    it('reaches one replica by its instance', async () => {
      for (const instance of ['a', 'b', 'b', 'a']) {
        expect((await transport.client.call(echo, { text: 'x' }, newRequestContext(), { instance })).by).toBe(instance);
      }
      expect(await codeOf(transport.client.call(echo, { text: 'x' }, newRequestContext(), { instance: 'gone' }))).toBe('UNAVAILABLE');
    });

    it('carries request id, tenant and trace', async () => {
      const context = newRequestContext({ requestId: 'req-1', tenant: 'acme' });
      expect(await transport.client.call(whoami, {}, context)).toEqual({
        requestId: 'req-1',
        tenant: 'acme',
        trace: traceIdOf(context.traceparent),
      });
    });

    it('makes each message of a recorded trace a span below the work that sent it, and of no other trace', async () => {
      const caller = new Seen();
      const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
      const context = newRequestContext({ traceparent, spans: spansInto(caller) });
      await transport.client.call(whoami, {}, context);
      await codeOf(transport.client.call(fail, { how: 'known' }, context));
      await collect(transport.client.stream(count, { to: 2 }, context));
      await transport.client.publish(noted, { text: 'x' }, context);
      await until(() => seen.spans.length === 4 && seen.spans.every(({ isOver }) => isOver), 'the spans to end');
      const told = seen.spans.map(({ name, kind, parent, failed }) => ({ name, kind, parent, failed }));
      const server = { kind: 'server', parent: traceparent, failed: undefined };
      expect(told).toEqual([
        { ...server, name: whoami.subject },
        { ...server, name: fail.subject, failed: 'NOT_FOUND' },
        { ...server, name: count.subject },
        { ...server, name: noted.subject, kind: 'consumer' },
      ]);
      expect(caller.spans).toEqual([]);
    });

    it('refuses a request that breaks the contract, naming the field', async () => {
      const bad = transport.client.call(echo, { text: 7 } as never, newRequestContext());
      await expect(bad).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('text') as string });
    });

    it('passes an AppError on whole and hides an unknown one', async () => {
      await expect(transport.client.call(fail, { how: 'known' }, newRequestContext())).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'There is no such thing',
        details: { thing: 'x' },
      });
      const hidden = transport.client.call(fail, { how: 'unknown' }, newRequestContext());
      await expect(hidden).rejects.toMatchObject({ code: 'INTERNAL', message: expect.not.stringContaining('hunter2') as string });
    });

    it('answers UNAVAILABLE at once when nobody listens', async () => {
      expect(await codeOf(transport.client.call(nobody, {}, newRequestContext()))).toBe('UNAVAILABLE');
      const stream = transport.client.stream({ ...endless, subject: 'test.nobody.streams' }, {}, newRequestContext());
      expect(await codeOf(collect(stream))).toBe('UNAVAILABLE');
      await transport.client.publish({ ...noted, subject: 'test.nobody.noted' }, { text: 'x' }, newRequestContext());
    });

    it('ends a call at its deadline and tells the handler', async () => {
      const work = transport.client.call(hang, {}, newRequestContext({ deadline: Date.now() + 80 }));
      expect(await codeOf(work)).toBe('DEADLINE_EXCEEDED');
      await until(() => seen.hanging.length === 1 && seen.hanging[0]?.aborted === true, 'the handler to be aborted');
    });

    it('cancels a call when its caller leaves', async () => {
      const caller = new AbortController();
      const work = codeOf(transport.client.call(hang, {}, newRequestContext({ signal: caller.signal })));
      await until(() => seen.hanging.length === 1, 'the handler to start');
      caller.abort();
      expect(await work).toBe('CANCELLED');
      await until(() => seen.hanging[0]?.aborted === true, 'the handler to be aborted');
    });

    it('does not start work whose deadline has passed', async () => {
      expect(await codeOf(transport.client.call(hang, {}, newRequestContext({ deadline: Date.now() - 1 })))).toBe('DEADLINE_EXCEEDED');
    });

    it('streams frames in order to the end', async () => {
      const frames = await collect(transport.client.stream(count, { to: 500 }, newRequestContext()));
      expect(frames.map((frame) => frame.n)).toEqual(Array.from({ length: 500 }, (_, n) => n));
    });

    it('carries what is larger than one message of NATS, either way, in calls and streams, beside others', async () => {
      const long = 'ü and some words '.repeat(90_000);
      const spaces = ' '.repeat(1_048_576);
      const calls = [long, 'short', spaces].map((text) => transport.client.call(doubled, { text }, newRequestContext()));
      const frames = await collect(transport.client.stream(repeated, { text: long, times: 3 }, newRequestContext()));
      expect(frames.every(({ text }) => text === long) && frames.length).toBe(3);
      const replies = await Promise.all(calls);
      expect(replies.map(({ text }) => text.length)).toEqual([2 * long.length, 10, 2 * spaces.length]);
      expect(replies[0]?.text).toBe(long + long);
    });

    it('gives the frames before an error, then the error', async () => {
      const frames: number[] = [];
      const read = async () => {
        for await (const { n } of transport.client.stream(count, { to: 5, failAt: 3 }, newRequestContext())) frames.push(n);
      };
      expect(await codeOf(read())).toBe('UNAVAILABLE');
      expect(frames).toEqual([0, 1, 2]);
    });

    it('refuses a stream that breaks the contract', async () => {
      expect(await codeOf(collect(transport.client.stream(count, { to: 'x' } as never, newRequestContext())))).toBe('INVALID_ARGUMENT');
    });

    it('stops the sender when the reader leaves, aborts or runs out of time', async () => {
      for await (const { n } of transport.client.stream(endless, {}, newRequestContext())) if (n >= 3) break;
      await until(() => seen.endlessEnded === 1, 'the sender to stop after a break');

      const reader = new AbortController();
      const read = async () => {
        for await (const { n } of transport.client.stream(endless, {}, newRequestContext({ signal: reader.signal })))
          if (n === 3) reader.abort();
      };
      expect(await codeOf(read())).toBe('CANCELLED');
      await until(() => seen.endlessEnded === 2, 'the sender to stop after an abort');

      expect(await codeOf(collect(transport.client.stream(endless, {}, newRequestContext({ deadline: Date.now() + 60 }))))).toBe(
        'DEADLINE_EXCEEDED',
      );
      await until(() => seen.endlessEnded === 3, 'the sender to stop after the deadline');
    });

    it('delivers an event to one replica, and drops one that breaks its contract', async () => {
      await transport.client.publish(noted, { text: 7 } as never, newRequestContext());
      await transport.client.publish(noted, { text: 'hello' }, newRequestContext());
      await until(() => seen.notes.length > 0, 'the event');
      expect(seen.notes).toEqual(['hello']);
    });

    it('delivers an event that is for each to every replica, once', async () => {
      for (const text of ['first', 'last']) await transport.client.publish(told, { text }, newRequestContext());
      await until(() => seen.told.filter((text) => text.startsWith('last')).length === 2, 'the events');
      expect(seen.told.map((text) => text.split(' ')[0]).sort()).toEqual(['first', 'first', 'last', 'last']);
      expect(new Set(seen.told).size).toBe(4);
    });

    it('lets running work finish when a server closes, and refuses more', async () => {
      const frames = collect(transport.client.stream(count, { to: 200 }, newRequestContext()));
      await Promise.all(apps.map((app) => app.close()));
      apps = [];
      const outcome = await frames.then(
        (all) => all.length,
        (thrown: AppError) => thrown.code,
      );
      expect([200, 'UNAVAILABLE']).toContain(outcome);
      expect(await codeOf(transport.client.call(echo, { text: 'x' }, newRequestContext()))).toBe('UNAVAILABLE');
    });
  });
}

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const frame of stream) all.push(frame);
  return all;
}

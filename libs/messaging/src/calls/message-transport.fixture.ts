// The service whose replicas the transport contract talks to: what it answers, and what its handlers saw.
import 'reflect-metadata';
import { defineCall, defineEvent, defineStream } from '@docmind/contracts';
import { AppError, RpcErrorFilter } from '@docmind/errors';
import { Controller, type INestMicroservice, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { Handles } from './handles.decorator.js';
import type { MessageTransport } from './message-transport.js';
import { type RequestContext, traceIdOf } from './request-context.js';
import type { Spans, SpanStart } from './spans.port.js';

export const echo = defineCall('test.text.echo', z.object({ text: z.string() }), z.object({ text: z.string(), by: z.string() }));
export const whoami = defineCall(
  'test.context.read',
  z.object({}),
  z.object({ requestId: z.string(), tenant: z.string(), trace: z.string() }),
);
export const fail = defineCall('test.text.fail', z.object({ how: z.enum(['known', 'unknown']) }), z.object({}));
export const hang = defineCall('test.work.hang', z.object({}), z.object({}));
export const count = defineStream(
  'test.number.count',
  z.object({ to: z.number().int(), failAt: z.number().optional() }),
  z.object({ n: z.number() }),
);
export const doubled = defineCall('test.text.double', z.object({ text: z.string() }), z.object({ text: z.string() }));
export const repeated = defineStream('test.text.repeat', z.object({ text: z.string(), times: z.number() }), z.object({ text: z.string() }));
export const endless = defineStream('test.number.endless', z.object({}), z.object({ n: z.number() }));
export const noted = defineEvent('test.text.noted', z.object({ text: z.string() }));
export const told = defineEvent('test.text.told', z.object({ text: z.string() }), 'each');
export const nobody = defineCall('test.nobody.asked', z.object({}), z.object({}));

/** Everything a handler saw, for the tests to wait on. */
export class Seen {
  notes: string[] = [];
  told: string[] = [];
  hanging: AbortSignal[] = [];
  endlessEnded = 0;
  spans: (SpanStart & { parent: string | undefined; traceparent: string; failed?: string; isOver?: true })[] = [];
}

/** Numbers its spans, so that a child can be told by its parent. */
export function spansInto(seen: Seen): Spans {
  return {
    withText: false,
    start: (start, parent) => {
      const traceparent = `00-${traceIdOf(parent ?? '')}-${String(seen.spans.length + 1).padStart(16, '0')}-01`;
      const span: Seen['spans'][number] = { ...start, parent, traceparent };
      seen.spans.push(span);
      return { traceparent, set: () => undefined, fail: (type) => void (span.failed = type), end: () => void (span.isOver = true) };
    },
  };
}

function callsOf(seen: Seen, instance: string) {
  @Controller()
  class CallsController {
    @Handles(echo)
    async echo({ text }: { text: string }) {
      return { text, by: instance };
    }

    @Handles(whoami)
    async whoami(_request: object, { requestId, tenant, traceparent }: RequestContext) {
      return { requestId, tenant, trace: traceIdOf(traceparent) };
    }

    @Handles(fail)
    async fail({ how }: { how: string }): Promise<Record<string, never>> {
      if (how === 'known') throw new AppError('NOT_FOUND', 'There is no such thing', { details: { thing: 'x' } });
      throw new Error('password=hunter2');
    }

    @Handles(hang)
    async hang(_request: object, context: RequestContext): Promise<Record<string, never>> {
      seen.hanging.push(context.signal);
      return new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason as Error)));
    }

    @Handles(doubled)
    async double({ text }: { text: string }) {
      return { text: text + text };
    }

    @Handles(told)
    async told({ text }: { text: string }): Promise<void> {
      seen.told.push(`${text} ${instance}`);
    }

    @Handles(noted)
    async note({ text }: { text: string }) {
      seen.notes.push(text);
    }
  }
  return CallsController;
}

function streamsOf(seen: Seen) {
  @Controller()
  class StreamsController {
    @Handles(count)
    async *count({ to, failAt }: { to: number; failAt?: number }) {
      for (let n = 0; n < to; n++) {
        if (n === failAt) throw new AppError('UNAVAILABLE', 'The engine died');
        yield { n };
      }
    }

    @Handles(repeated)
    async *repeat({ text, times }: { text: string; times: number }) {
      for (let time = 0; time < times; time += 1) yield { text };
    }

    @Handles(endless)
    async *endless(_request: object, context: RequestContext) {
      try {
        for (let n = 0; !context.signal.aborted; n++) {
          yield { n };
          await new Promise((resolve) => setImmediate(resolve));
        }
      } finally {
        seen.endlessEnded += 1;
      }
    }
  }
  return StreamsController;
}

export async function startServer(transport: MessageTransport, seen: Seen, instance: string): Promise<INestMicroservice> {
  @Module({ controllers: [callsOf(seen, instance), streamsOf(seen)] })
  class TestModule {}
  const strategy = transport.createServer({ service: 'test', instance, logger: new Logger(), spans: spansInto(seen) });
  const app = await NestFactory.createMicroservice(TestModule, { strategy, logger: false });
  app.useGlobalFilters(new RpcErrorFilter());
  await app.listen();
  return app;
}

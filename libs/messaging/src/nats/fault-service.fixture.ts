// A service with a handler for each way in which a call can go wrong.
import 'reflect-metadata';
import { defineCall, defineStream } from '@docmind/contracts';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { Handles } from '../calls/handles.decorator.js';
import { newRequestContext, type RequestContext } from '../calls/request-context.js';
import type { NatsTransport } from './nats.transport.js';
import { MAX_MESSAGE_BYTES } from './parts.js';

export const echo = defineCall('fault.text.echo', z.object({ text: z.string() }), z.object({ text: z.string() }));
export const hang = defineCall('fault.work.hang', z.object({}), z.object({}));
export const late = defineCall('fault.work.late', z.object({ afterMs: z.number() }), z.object({}));
export const ticks = defineStream('fault.clock.tick', z.object({}), z.object({ n: z.number() }));
export const fatFrames = defineStream('fault.text.frames', z.object({}), z.object({ text: z.string() }));
export const fat = defineCall('fault.text.fat', z.object({}), z.object({ text: z.string() }));

/** Handlers that have not ended. */
export const atWork = { hang: 0, ticks: 0 };

@Controller()
class FaultController {
  @Handles(echo)
  async echo({ text }: { text: string }) {
    return { text };
  }

  @Handles(hang)
  async hang(_request: object, context: RequestContext): Promise<Record<string, never>> {
    atWork.hang += 1;
    return new Promise((_resolve, reject) =>
      context.signal.addEventListener('abort', () => {
        atWork.hang -= 1;
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
    atWork.ticks += 1;
    try {
      for (let n = 0; !context.signal.aborted; n++) {
        yield { n };
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    } finally {
      atWork.ticks -= 1;
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

export const silent = { error: () => undefined, warn: () => undefined, debug: () => undefined };

export async function serve(transport: NatsTransport): Promise<INestMicroservice> {
  const strategy = transport.createServer({ service: 'fault', instance: 'one', logger: silent });
  const app = await NestFactory.createMicroservice(FaultModule, { strategy, logger: false });
  await app.listen();
  return app;
}

export const isUp = (transport: NatsTransport) => () =>
  transport.client.call(echo, { text: 'up' }, newRequestContext({ deadline: Date.now() + 1_000 })).then(
    () => true,
    () => false,
  );

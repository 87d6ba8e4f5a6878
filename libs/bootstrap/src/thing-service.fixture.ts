// A service of a few routes, as the specs of the door start it.
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { loadConfig } from '@docmind/config';
import { AppError } from '@docmind/errors';
import { defineCall, type RouteTable, SERVICE_ROUTES } from '@docmind/contracts';
import { Handles, InProcessTransport, type RequestContext } from '@docmind/messaging';
import { HealthRegistry } from '@docmind/telemetry';
import { temporaryFolder, until } from '@docmind/testing';
import { Body, Controller, Delete, Get, Inject, Module, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { commonConfigShape } from './config/common-config.js';
import { Speaks } from './errors/speaks.js';
import { HttpContext } from './door/http-context.js';
import { type RunningService, startService } from './start-service.js';
import { ZodPipe } from './zod.pipe.js';

/** What its controller does, and what became of it. */
export const thing = { isBroken: false, isClosing: false, aborted: [] as string[] };
export const findThing = defineCall('thing.item.find', z.object({}), z.object({}));

@Controller()
class ThingController {
  constructor(@Inject(HealthRegistry) health: HealthRegistry) {
    health.add('engine', () => {
      if (thing.isBroken) throw new Error('the engine is not loaded');
    });
  }

  @Handles(findThing)
  async find(): Promise<Record<string, never>> {
    throw new AppError('NOT_FOUND', 'There is no such thing');
  }

  @Get('whoami')
  whoami(@HttpContext() { tenant, requestId }: RequestContext) {
    return { tenant, requestId };
  }

  @Get('operate')
  operate(@HttpContext() { tenant }: RequestContext) {
    return { tenant };
  }

  @Post('things')
  make(@Body(new ZodPipe(z.strictObject({ name: z.string().min(1, 'must not be empty') }))) body: { name: string }) {
    return body;
  }

  @Post('purge')
  purge() {
    return {};
  }

  @Get('crash')
  crash(): never {
    throw new Error('secret=hunter2');
  }

  @Get('stream')
  stream(@Res() reply: FastifyReply): void {
    reply.hijack();
    reply.raw.writeHead(200).write('begun, ');
    void until(() => thing.isClosing, 'the service to close').then(() => reply.raw.end('and ended'));
  }

  @Get('slow')
  slow(@HttpContext() { signal, requestId }: RequestContext): Promise<object> {
    return new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => {
        thing.aborted.push(requestId);
        reject(new AppError('CANCELLED', 'left'));
      }),
    );
  }
}

@Controller()
class ItemController {
  @Get(['items/:id', 'files/*'])
  item() {
    return {};
  }

  @Delete('items/:id')
  remove() {
    return {};
  }
}

@Speaks('anthropic')
@Controller('v1/letters')
class LettersController {
  @Post()
  send() {
    return {};
  }
}

@Speaks('openai')
@Controller('v1')
class OpenAiController {
  @Post('fail')
  fail(): never {
    throw new AppError('RESOURCE_EXHAUSTED', 'The queue is full', { details: { retryAfterSeconds: 3 } });
  }
}

@Module({ controllers: [ThingController, ItemController, OpenAiController, LettersController] })
class ThingModule {}

const running: RunningService[] = [];

/** Without replies: they are told elsewhere. */
const QUERY = { summary: 'A thing', roles: ['query'], replies: [] } as const;
export const ROUTES: RouteTable = {
  ...SERVICE_ROUTES,
  'GET /whoami': QUERY,
  'GET /operate': { ...QUERY, roles: ['operate'] },
  'POST /purge': { ...QUERY, roles: ['operate'] },
  'POST /things': QUERY,
  'GET /crash': QUERY,
  'GET /stream': QUERY,
  'GET /slow': { ...QUERY, isQuestion: true },
  'GET /items/{id}': QUERY,
  'DELETE /items/{id}': QUERY,
  'GET /files/{name}': QUERY,
  'POST /v1/letters': QUERY,
  'POST /v1/fail': { ...QUERY, speaks: 'openai' },
};

export async function start(
  environment: Record<string, string> = {},
  port = 0,
  transport = new InProcessTransport(),
  routes = ROUTES,
): Promise<RunningService> {
  const config = loadConfig(z.object(commonConfigShape), { LOG_LEVEL: 'error', DOCMIND_DATA_DIR: temporaryFolder(), ...environment });
  const http = { port, portVariable: 'THING_PORT', bodyLimitBytes: 200_000, routes };
  const service = await startService({ name: 'thing', module: ThingModule, config, http, transport });
  running.push(service);
  return service;
}

/** fetch forbids setting Host and Origin. */
export function rawReply(port: number, path: string, headers: Record<string, string>, method = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, headers, method }, (response) => resolve(response.resume()))
      .on('error', reject)
      .end();
  });
}
export const rawStatus = async (...asked: Parameters<typeof rawReply>) => (await rawReply(...asked)).statusCode;

export const post = (url: string, body: string | Buffer<ArrayBuffer>, type = 'application/json') =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': type } });

export async function closeThings(): Promise<void> {
  thing.isBroken = false;
  thing.isClosing = false;
  await Promise.all(running.splice(0).map((service) => service.close()));
}

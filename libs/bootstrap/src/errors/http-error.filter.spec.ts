// The filter runs inside a real Nest application on a real port.
import 'reflect-metadata';
import { AppError } from '@docmind/errors';
import { Body, Controller, Get, type Logger, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HttpErrorFilter } from './http-error.filter.js';
import { ServedPaths } from './served-paths.js';
import { Speaks } from './speaks.js';
import { SpokenDialects } from './spoken-dialects.js';

const thrown: Record<string, unknown> = {
  busy: new AppError('RESOURCE_EXHAUSTED', 'the queue is full', { details: { retryAfterSeconds: 7 } }),
  limit: new AppError('RESOURCE_EXHAUSTED', 'the queue is full'),
  field: new AppError('INVALID_ARGUMENT', 'no', { details: { faults: [{ field: 'messages', problem: 'needs one' }] } }),
  model: new AppError('NOT_FOUND', 'no such model', { details: { openAiCode: 'model_not_found' } }),
  bug: new Error('token=secret at /srv/app'),
};

@Controller('plain')
class PlainController {
  @Get(':what')
  fail(@Param('what') what: string): never {
    throw thrown[what];
  }
}

@Speaks('openai')
@Controller('v1')
class OpenAiController {
  @Get(':what')
  fail(@Param('what') what: string): never {
    throw thrown[what];
  }

  @Post('bodies')
  take(@Body() body: unknown): unknown {
    return body;
  }
}

@Speaks('ollama')
@Controller(['api', 'v2'])
class OllamaController {
  @Get(':what')
  fail(@Param('what') what: string): never {
    throw thrown[what];
  }
}

@Module({ controllers: [PlainController, OpenAiController, OllamaController] })
class FailingModule {}

class LogLines {
  readonly errors: Record<string, unknown>[] = [];
  readonly debugs: Record<string, unknown>[] = [];
  error(facts: Record<string, unknown>): void {
    this.errors.push(facts);
  }
  debug(facts: Record<string, unknown>): void {
    this.debugs.push(facts);
  }
}

describe('HttpErrorFilter', () => {
  let app: NestFastifyApplication;
  let url: string;
  let lines: LogLines;

  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(FailingModule, new FastifyAdapter(), { logger: false });
    const dialects = new SpokenDialects();
    dialects.hear(app.getHttpAdapter().getInstance());
    const logger = {
      error: (facts: unknown) => lines.error(facts as never),
      debug: (facts: unknown) => lines.debug(facts as never),
    } as Logger;
    app.useGlobalFilters(new HttpErrorFilter(logger, dialects, new ServedPaths(), () => ({ requestId: 'r1' })));
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  beforeEach(() => (lines = new LogLines()));
  afterAll(() => app.close());

  const get = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: (await response.json()) as unknown };
  };

  it('sends our own envelope', async () => {
    expect(await get('/plain/busy')).toEqual({
      status: 429,
      retryAfter: '7',
      body: { error: { code: 'RESOURCE_EXHAUSTED', message: 'the queue is full', retryable: true, details: { retryAfterSeconds: 7 } } },
    });
  });

  it('always says when to come back', async () => {
    expect(await get('/plain/limit')).toMatchObject({ status: 429, retryAfter: '1' });
  });

  it("sends OpenAI's envelope where OpenAI's API is spoken, with the first faulty field", async () => {
    expect(await get('/v1/field')).toMatchObject({
      status: 400,
      body: { error: { message: 'no', type: 'invalid_request_error', param: 'messages', code: 'invalid_argument' } },
    });
  });

  it("uses OpenAI's own code where one was given", async () => {
    expect(await get('/v1/model')).toMatchObject({ status: 404, body: { error: { code: 'model_not_found', param: null } } });
  });

  it("sends Ollama's envelope where Ollama's API is spoken, wherever that is", async () => {
    expect(await get('/v2/busy')).toEqual({ status: 429, retryAfter: '7', body: { error: 'the queue is full' } });
    expect(await get('/api/busy')).toEqual({ status: 429, retryAfter: '7', body: { error: 'the queue is full' } });
    expect(await get('/api/a/b')).toMatchObject({ status: 404, body: { error: expect.stringContaining('/api/a/b') } });
  });

  it('answers a body that cannot be read in the words of its route', async () => {
    const response = await fetch(`${url}/v1/bodies`, { method: 'POST', body: '{"half', headers: { 'content-type': 'application/json' } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', code: 'invalid_argument', param: null } });
  });

  it('answers an unknown route in the envelope of its neighbours', async () => {
    expect(await get('/v1/a/b')).toMatchObject({ status: 404, body: { error: { type: 'invalid_request_error' } } });
    expect(await get('/nowhere')).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
  });

  it('keeps a fault of ours for the log, with its stack and without the query string', async () => {
    const answer = await get('/plain/bug?key=abc');
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|srv/);
    expect(lines.errors).toMatchObject([
      { msg: 'request failed', errorCode: 'INTERNAL', path: '/plain/bug', stack: expect.stringContaining('token=secret') as string },
    ]);
  });

  it("logs a caller's mistake once and quietly", async () => {
    await get('/v1/field');
    expect(lines.errors).toEqual([]);
    expect(lines.debugs).toMatchObject([{ errorCode: 'INVALID_ARGUMENT', reason: 'no' }]);
  });

  it('writes nothing more into an answer that has begun', () => {
    const reply = { sent: true, status: () => expect.unreachable('the answer was written twice') };
    const http = { getRequest: () => ({ url: '/v1/x' }), getResponse: () => reply };
    const filter = new HttpErrorFilter(lines as unknown as Logger, new SpokenDialects(), new ServedPaths(), () => ({ requestId: 'r1' }));
    filter.catch(thrown.field, { switchToHttp: () => http } as never);
    expect(lines.debugs).toEqual([expect.objectContaining({ requestId: 'r1', path: '/v1/x' })]);
  });
});

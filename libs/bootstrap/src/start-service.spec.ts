import { type IncomingMessage, request as httpRequest } from 'node:http';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { loadConfig } from '@docmind/config';
import { AppError } from '@docmind/errors';
import { defineCall, readyReplySchema, type RouteTable, SERVICE_ROUTES } from '@docmind/contracts';
import { Handles, InProcessTransport, newRequestContext, type RequestContext } from '@docmind/messaging';
import { HealthRegistry } from '@docmind/telemetry';
import { temporaryFolder, until } from '@docmind/testing';
import { Body, Controller, Get, Inject, Module, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { commonConfigShape } from './config/common-config.js';
import { Speaks } from './errors/speaks.js';
import { HttpContext } from './door/http-context.js';
import { createApiKey } from './keys/key-entry.js';
import { type RunningService, startService } from './start-service.js';
import { ZodPipe } from './zod.pipe.js';

const aborted: string[] = [];
const findThing = defineCall('thing.item.find', z.object({}), z.object({}));

@Controller()
class ThingController {
  constructor(@Inject(HealthRegistry) health: HealthRegistry) {
    health.add('engine', () => {
      if (broken) throw new Error('the engine is not loaded');
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
    void until(() => isClosing, 'the service to close').then(() => reply.raw.end('and ended'));
  }

  @Get('slow')
  slow(@HttpContext() { signal, requestId }: RequestContext): Promise<object> {
    return new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => {
        aborted.push(requestId);
        reject(new AppError('CANCELLED', 'left'));
      }),
    );
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

@Module({ controllers: [ThingController, OpenAiController] })
class ThingModule {}

let broken = false;
let isClosing = false;
const running: RunningService[] = [];

/** Without replies: they are told elsewhere. */
const QUERY = { summary: 'A thing', roles: ['query'], replies: [] } as const;
const ROUTES: RouteTable = {
  ...SERVICE_ROUTES,
  'GET /whoami': QUERY,
  'GET /operate': { ...QUERY, roles: ['operate'] },
  'POST /purge': { ...QUERY, roles: ['operate'] },
  'POST /things': QUERY,
  'GET /crash': QUERY,
  'GET /stream': QUERY,
  'GET /slow': { ...QUERY, isQuestion: true },
  'POST /v1/fail': { ...QUERY, speaks: 'openai' },
};

async function start(
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
function rawReply(port: number, path: string, headers: Record<string, string>, method = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, headers, method }, (response) => resolve(response.resume()))
      .on('error', reject)
      .end();
  });
}
const rawStatus = async (...asked: Parameters<typeof rawReply>) => (await rawReply(...asked)).statusCode;

const post = (url: string, body: string, type = 'application/json') =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': type } });

afterEach(async () => {
  broken = false;
  isClosing = false;
  await Promise.all(running.splice(0).map((service) => service.close()));
});

describe('startService', () => {
  it('names its parts in readiness, and stays live when one is down', async () => {
    const { url } = await start();
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      details: { disk: { status: 'up' }, engine: { status: 'up' }, messaging: { status: 'up' } },
    });
    broken = true;
    const down = await fetch(`${url}/health/ready`);
    expect(down.status).toBe(503);
    const { status, details } = readyReplySchema.parse(await down.json());
    expect([status, details.engine]).toEqual(['error', { status: 'down', message: 'the engine is not loaded', since: expect.any(String) }]);
    // Since it was first seen so, however often somebody looks; and from anew once it has worked again.
    const again = async () => readyReplySchema.parse(await (await fetch(`${url}/health/ready`)).json()).details.engine;
    expect(await again()).toEqual(details.engine);
    broken = false;
    expect(await again()).toEqual({ status: 'up' });
    await until(() => Date.now() > Date.parse(details.engine?.since ?? ''), 'another moment');
    broken = true;
    expect((await again())?.since).not.toBe(details.engine?.since);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('serves its metrics under its own name', async () => {
    const { url } = await start();
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(/process_cpu_seconds_total\{service="thing"\}/);
  });

  it('honours a request id that fits and makes one otherwise', async () => {
    const { url } = await start();
    const given = await fetch(`${url}/whoami`, { headers: { 'x-request-id': 'abc-1' } });
    expect(await given.json()).toEqual({ tenant: 'default', requestId: 'abc-1' });
    expect(given.headers.get('x-request-id')).toBe('abc-1');
    const odd = await fetch(`${url}/whoami`, { headers: { 'x-request-id': 'a b' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers bad input with what is wrong, in the words that the route speaks', async () => {
    const { url } = await start();
    const empty = await post(`${url}/things`, '{"name":"","colour":"red"}');
    expect(empty.status).toBe(400);
    expect(await empty.json()).toMatchObject({
      error: { code: 'INVALID_ARGUMENT', message: expect.stringMatching(/name: must not be empty.*colour/) as string },
    });
    const notJson = await post(`${url}/things`, '{oops');
    expect(notJson.status).toBe(400);
    expect(await notJson.json()).toMatchObject({ error: { code: 'INVALID_ARGUMENT' } });
    const tooLarge = await post(`${url}/things`, JSON.stringify({ name: 'x'.repeat(200_000) }));
    expect([tooLarge.status, await tooLarge.json()]).toMatchObject([
      413,
      { error: { code: 'PAYLOAD_TOO_LARGE', message: expect.stringMatching(/too large: at most \d+ bytes are right/) } },
    ]);
    const otherKind = await post(`${url}/things`, '<name/>', 'application/xml');
    expect(await otherKind.json()).toMatchObject({
      error: { code: 'INVALID_ARGUMENT', message: expect.stringMatching(/is application\/xml; what is read here is application\/json$/) },
    });
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
    const limited = await post(`${url}/v1/fail`, '{}');
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('3');
    expect(await limited.json()).toMatchObject({ error: { code: 'resource_exhausted', message: 'The queue is full' } });
    const crash = await fetch(`${url}/crash`);
    expect(crash.status).toBe(500);
    expect(await crash.text()).not.toMatch(/hunter2|at /);
  });

  it('hears out whoever sends too much, who then hears why', async () => {
    const { url } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    let heard = '';
    let isEnded = false;
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    for (const event of ['end', 'error']) socket.on(event, () => (isEnded = true));
    const [piece, pieces] = ['x'.repeat(100_000), 60];
    const head = `POST /things HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${piece.length * pieces}\r\n\r\n`;
    socket.write(head + piece);
    await until(() => heard.includes('413'), 'the refusal');
    for (let sent = 1; sent < pieces; sent++) await new Promise((resolve) => socket.write(piece, resolve));
    socket.write('GET /whoami HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    await until(() => heard.includes('"tenant"') || isEnded, 'the next answer');
    expect(heard).toMatch(/413 .*PAYLOAD_TOO_LARGE.*200 OK/s);
    expect(isEnded).toBe(false);
  });

  it('passes an error of a message handler on as it is', async () => {
    const transport = new InProcessTransport();
    await start({}, 0, transport);
    const asked = transport.client.call(findThing, {}, newRequestContext());
    await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'There is no such thing' });
  });

  it('aborts the work when the client leaves', async () => {
    const { url } = await start();
    const leaving = new AbortController();
    const request = fetch(`${url}/slow`, { signal: leaving.signal, headers: { 'x-request-id': 'leaver' } }).catch(() => 'left');
    setTimeout(() => leaving.abort(), 50);
    expect(await request).toBe('left');
    await until(() => aborted.includes('leaver'), 'the handler to be told');
  });

  it('lets a running stream end, and then does not wait for the connection that its client keeps', async () => {
    // Far beyond this test's own limit: only a close that waits for it would notice.
    const service = await start({ DRAIN_TIMEOUT_MS: '600000' });
    const stream = await fetch(`${service.url}/stream`);
    const closed = service.close();
    isClosing = true;
    expect(await stream.text()).toBe('begun, and ended');
    await closed;
  });

  it('refuses what comes while it drains, in words, and is live to the last', async () => {
    const service = await start({ DRAIN_TIMEOUT_MS: '600000' });
    const stream = await fetch(`${service.url}/stream`);
    const drained = service.drain();
    const late = await fetch(`${service.url}/whoami`);
    expect([late.status, await late.text()]).toEqual([503, expect.stringContaining('shutting down')]);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    isClosing = true;
    expect(await stream.text()).toBe('begun, and ended');
    await drained;
  });

  it('refuses foreign Host and Origin, but lets probes in', async () => {
    const { port } = await start({ DOCMIND_ALLOWED_HOSTS: 'docmind.lan' });
    expect(await rawStatus(port, '/whoami', { host: 'evil.example' })).toBe(403);
    expect(await rawStatus(port, '/whoami', { host: 'docmind.lan:8080' })).toBe(200);
    expect(await rawStatus(port, '/whoami', { host: `localhost:${port}`, origin: 'https://evil.example' })).toBe(403);
    expect(await rawStatus(port, '/whoami', { host: `localhost:${port}`, origin: 'http://localhost:3000' })).toBe(200);
    expect(await rawStatus(port, '/health/live', { host: 'evil.example' })).toBe(200);
  });

  it('asks for a key where keys are set, and knows the tenant by it', async () => {
    const file = join(temporaryFolder(), 'keys.json');
    const { key, entry } = createApiKey('acme');
    writeFileSync(file, JSON.stringify([createApiKey('other').entry, entry]));
    const { url } = await start({ DOCMIND_API_KEYS_FILE: file });
    expect((await fetch(`${url}/whoami`)).status).toBe(401);
    const refused = await post(`${url}/v1/fail`, '{}');
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ error: { type: 'authentication_error', code: 'unauthenticated' } });
    expect((await fetch(`${url}/whoami`, { headers: { authorization: 'Bearer dm_wrong' } })).status).toBe(401);
    for (let time = 0; time < 2; time++) {
      const known = await fetch(`${url}/whoami`, { headers: { authorization: `Bearer ${key}` } });
      expect(await known.json()).toMatchObject({ tenant: 'acme' });
    }
  });

  it('keeps callers without the role out, and says which role it is', async () => {
    const file = join(temporaryFolder(), 'keys.json');
    const [plain, operator] = [createApiKey('acme'), createApiKey('acme', ['operate'])];
    writeFileSync(file, JSON.stringify([plain.entry, operator.entry]));
    const { url } = await start({ DOCMIND_API_KEYS_FILE: file });
    const as = (key: string) => fetch(`${url}/operate`, { headers: { authorization: `Bearer ${key}` } });
    const refused = await as(plain.key);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: 'PERMISSION_DENIED', message: expect.stringContaining('"operate"') } });
    expect(await (await as(operator.key)).json()).toEqual({ tenant: 'acme' });
    expect((await fetch(`${(await start()).url}/operate`)).status).toBe(200);
    const { port } = await start({ DOCMIND_HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' });
    expect((await fetch(`http://127.0.0.1:${port}/operate`)).status).toBe(403);
    expect((await fetch(`http://127.0.0.1:${port}/whoami`)).status).toBe(200);
  });

  it('audits whom it refuses, what operators do and changes of the keys, and writes no key down', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'keys.json');
    const [plain, operator] = [createApiKey('acme'), createApiKey('acme', ['operate'])];
    writeFileSync(file, JSON.stringify([plain.entry, operator.entry]));
    const service = await start({ DOCMIND_API_KEYS_FILE: file, DOCMIND_DATA_DIR: folder });
    const as = (key: string) => fetch(`${service.url}/purge`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
    expect((await as(`${plain.key}x`)).status).toBe(401);
    expect((await as(plain.key)).status).toBe(403);
    expect((await as(operator.key)).status).toBe(201);
    writeFileSync(file, JSON.stringify([plain.entry]));
    await until(async () => (await as(operator.key)).status === 401, 'the key to be gone');
    await service.close();
    const [name = ''] = readdirSync(join(folder, 'audit'));
    const text = readFileSync(join(folder, 'audit', name), 'utf8');
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event: 'refused', code: 'UNAUTHENTICATED', route: 'POST /purge', address: '127.0.0.1' }),
        expect.objectContaining({ event: 'refused', code: 'PERMISSION_DENIED', keyId: plain.entry.id, tenant: 'acme' }),
        expect.objectContaining({ event: 'operated', keyId: operator.entry.id, route: 'POST /purge', status: 201 }),
        expect.objectContaining({ event: 'keys changed', removed: [operator.entry.id] }),
      ]),
    );
    for (const { key } of [plain, operator]) expect(text).not.toContain(key.slice(-32));
  });

  it('holds a key to its limits, names the limit and says when to come again', async () => {
    const file = join(temporaryFolder(), 'keys.json');
    const few = createApiKey('acme', undefined, { limits: { requestsPerMinute: 2 } });
    const one = createApiKey('acme', undefined, { limits: { concurrentQuestions: 1 } });
    writeFileSync(file, JSON.stringify([few.entry, one.entry]));
    const { url } = await start({ DOCMIND_API_KEYS_FILE: file });
    const as = (key: string, path: string, signal?: AbortSignal) =>
      fetch(url + path, { signal, headers: { authorization: `Bearer ${key}` } });
    for (let time = 0; time < 2; time++) expect((await as(few.key, '/whoami')).status).toBe(200);
    const refused = await as(few.key, '/whoami');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await refused.json()).toMatchObject({ error: { code: 'RESOURCE_EXHAUSTED', details: { limit: 'requestsPerMinute' } } });
    const leaving = new AbortController();
    const running = as(one.key, '/slow', leaving.signal).catch(() => 'left');
    await until(async () => (await as(one.key, '/slow', AbortSignal.timeout(1_000))).status === 429, 'the first question to run');
    leaving.abort();
    expect(await running).toBe('left');
  });

  it('lets pages of named origins read answers, and no others', async () => {
    const origin = 'https://app.example';
    const { port } = await start({ DOCMIND_CORS_ORIGINS: origin });
    const ask = (from: string, method = 'GET', more = {}) =>
      rawReply(port, '/whoami', { host: `localhost:${port}`, origin: from, ...more }, method);
    expect((await ask(origin)).headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'origin' });
    const before = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
    const preflight = await ask(origin, 'OPTIONS', before);
    expect([preflight.statusCode, preflight.headers['access-control-allow-headers']]).toEqual([204, 'authorization']);
    const other = await ask('https://evil.example', 'OPTIONS', before);
    expect([other.statusCode, other.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });

  it('refuses a body that is nested too deep, whatever is in it, and also where a field is not known', async () => {
    const { url } = await start();
    for (const levels of [65, 6_000, 90_000]) {
      const reply = await post(`${url}/things`, `{"name":"a","more":${'['.repeat(levels)}${']'.repeat(levels)}}`);
      expect(reply.status).toBe(400);
      expect(await reply.json()).toMatchObject({
        error: { code: 'INVALID_ARGUMENT', message: expect.stringContaining('nested') as string },
      });
    }
  });

  it('does not start with a route of which nobody said who may ask it', async () => {
    const { 'GET /whoami': _forgotten, ...routes } = ROUTES;
    await expect(start({}, 0, new InProcessTransport(), routes)).rejects.toThrow(/no entry .*GET \/whoami/);
  });

  it('does not open a door to the network by accident', async () => {
    await expect(start({ DOCMIND_HOST: '0.0.0.0' })).rejects.toThrow(/DOCMIND_API_KEYS_FILE.*ALLOW_ANONYMOUS/);
    await expect(start({ DOCMIND_API_KEYS_FILE: join(temporaryFolder(), 'none.json') })).rejects.toThrow(/DOCMIND_API_KEYS_FILE/);
    expect((await start({ DOCMIND_HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' })).port).toBeGreaterThan(0);
  });

  it('names the port that is in use and the variable that moves it', async () => {
    const { port } = await start();
    await expect(start({}, port)).rejects.toThrow(new RegExp(`port ${port} of 127.0.0.1 is in use.*THING_PORT`));
  });
});

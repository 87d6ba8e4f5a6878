import { connect } from 'node:net';
import { readyReplySchema } from '@docmind/contracts';
import { InProcessTransport, newRequestContext } from '@docmind/messaging';
import { until } from '@docmind/testing';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { closeThings, findThing, post, ROUTES, start, thing } from './thing-service.fixture.js';

afterEach(closeThings);

describe('startService', () => {
  it('names its parts in readiness, and stays live when one is down', async () => {
    const { url } = await start();
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      details: { disk: { status: 'up' }, engine: { status: 'up' }, messaging: { status: 'up' } },
    });
    thing.isBroken = true;
    const down = await fetch(`${url}/health/ready`);
    expect(down.status).toBe(503);
    const { status, details } = readyReplySchema.parse(await down.json());
    expect([status, details.engine]).toEqual(['error', { status: 'down', message: 'the engine is not loaded', since: expect.any(String) }]);
    // Since it was first seen so, however often somebody looks; and from anew once it has worked again.
    const again = async () => readyReplySchema.parse(await (await fetch(`${url}/health/ready`)).json()).details.engine;
    expect(await again()).toEqual(details.engine);
    thing.isBroken = false;
    expect(await again()).toEqual({ status: 'up' });
    await until(() => Date.now() > Date.parse(details.engine?.since ?? ''), 'another moment');
    thing.isBroken = true;
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
    const form = await post(`${url}/things`, 'name=x', 'application/x-www-form-urlencoded');
    expect(await form.json()).toMatchObject({
      error: { message: expect.stringContaining('is application/x-www-form-urlencoded; what is read') },
    });
    const latin1 = await post(`${url}/things`, Buffer.from('{"name":"caf\xe9"}', 'latin1'));
    expect([latin1.status, await latin1.json()]).toMatchObject([400, { error: { message: expect.stringContaining('UTF-8') } }]);
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
    const limited = await post(`${url}/v1/fail`, '{}');
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('3');
    expect(await limited.json()).toMatchObject({ error: { code: 'resource_exhausted', message: 'The queue is full' } });
    const crash = await fetch(`${url}/crash`);
    expect(crash.status).toBe(500);
    expect(await crash.text()).not.toMatch(/hunter2|at /);
  });

  it.each([
    ['/things/%ZZ', { code: 'INVALID_ARGUMENT', retryable: false }],
    ['/v1/%c3%28', { code: 'invalid_argument', type: 'invalid_request_error' }],
  ])('answers an address that it cannot read in the words of its neighbours: %s', async (path, error) => {
    const { url } = await start();
    const refused = await fetch(`${url}${path}`, { headers: { 'x-request-id': 'odd-1' } });
    expect([refused.status, refused.headers.get('x-request-id')]).toEqual([400, 'odd-1']);
    expect(await refused.json()).toMatchObject({ error: { ...error, message: expect.stringContaining('escape') } });
  });

  it.each([
    ['DELETE', '/things', 'POST', { error: { code: 'METHOD_NOT_ALLOWED', retryable: false } }],
    [
      'POST',
      '/whoami?as=me',
      'GET, HEAD',
      { error: { code: 'METHOD_NOT_ALLOWED', message: expect.stringContaining('GET or HEAD') as string } },
    ],
    ['GET', '/v1/fail', 'POST', { error: { code: 'method_not_allowed', type: 'invalid_request_error' } }],
    ['PUT', '/items/7', 'DELETE, GET, HEAD', { error: { code: 'METHOD_NOT_ALLOWED' } }],
    ['PATCH', '/files/a/b.txt', 'GET, HEAD', { error: { code: 'METHOD_NOT_ALLOWED' } }],
  ])('tells whoever asks with another method which is right: %s %s', async (method, path, allow, body) => {
    const { url } = await start();
    const refused = await fetch(`${url}${path}`, { method });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, allow]);
    expect(await refused.json()).toMatchObject(body);
  });

  it.each(['/items', '/items/', '/items/7/8', '/thing', `${'/x'.repeat(5_000)}`])('has nothing at %s', async (path) => {
    const { url } = await start();
    const none = await fetch(`${url}${path}`, { method: 'PUT' });
    expect([none.status, none.headers.get('allow')]).toEqual([404, null]);
  });

  it('speaks of a path that it has not as its nearest neighbours do', async () => {
    const { url } = await start();
    const told = async (path: string) => (await fetch(`${url}${path}`, { method: 'PUT' })).json();
    expect(await told('/v1/letters/batches')).toMatchObject({ type: 'error', error: { type: 'not_found_error' } });
    expect(await told('/v1/letters')).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } });
    expect(await told('/v1/batches')).toMatchObject({ error: { type: 'invalid_request_error', code: 'not_found' } });
    expect(await told('/batches')).toMatchObject({ error: { code: 'NOT_FOUND' } });
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
    await until(() => thing.aborted.includes('leaver'), 'the handler to be told');
  });

  it('lets a running stream end, and then does not wait for the connection that its client keeps', async () => {
    // Far beyond this test's own limit: only a close that waits for it would notice.
    const service = await start({ DRAIN_TIMEOUT_MS: '600000' });
    const stream = await fetch(`${service.url}/stream`);
    const closed = service.close();
    thing.isClosing = true;
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
    thing.isClosing = true;
    expect(await stream.text()).toBe('begun, and ended');
    await drained;
  });

  it('does not start with a route of which nobody said who may ask it', async () => {
    const { 'GET /whoami': _forgotten, ...routes } = ROUTES;
    await expect(start({}, 0, new InProcessTransport(), routes)).rejects.toThrow(/no entry .*GET \/whoami/);
  });

  it('names the port that is in use and the variable that moves it', async () => {
    const { port } = await start();
    await expect(start({}, port)).rejects.toThrow(new RegExp(`port ${port} of 127.0.0.1 is in use.*THING_PORT`));
  });
});

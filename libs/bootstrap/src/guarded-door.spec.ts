import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, until } from '@docmind/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createApiKey } from './keys/key-entry.js';
import { closeThings, post, rawReply, rawStatus, start } from './thing-service.fixture.js';

afterEach(closeThings);

describe('the door of a service', () => {
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
    // Not 405: what there is, is told to whom the door knows.
    expect((await fetch(`${url}/whoami`, { method: 'DELETE' })).status).toBe(401);
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

  it('does not open a door to the network by accident', async () => {
    await expect(start({ DOCMIND_HOST: '0.0.0.0' })).rejects.toThrow(/DOCMIND_API_KEYS_FILE.*ALLOW_ANONYMOUS/);
    await expect(start({ DOCMIND_API_KEYS_FILE: join(temporaryFolder(), 'none.json') })).rejects.toThrow(/DOCMIND_API_KEYS_FILE/);
    expect((await start({ DOCMIND_HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' })).port).toBeGreaterThan(0);
  });
});

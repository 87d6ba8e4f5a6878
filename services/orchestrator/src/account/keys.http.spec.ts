import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { createApiKey, type NewKeyOptions, readKeysFile } from '@docmind/bootstrap';
import { keyListSchema, madeKeySchema, type Role, ROLES } from '@docmind/contracts';
import { temporaryFolder, until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { orchestratorWithFakes } from '../orchestrator.fixture.js';

const CONSOLE = { 'x-docmind-console': '1' };

/** A door, its keys file, and an operator of the tenant acme beside one of another. */
async function door(roles: readonly Role[] = ROLES, more: NewKeyOptions = {}) {
  const operator = createApiKey('acme', roles, { name: 'the operator', ...more });
  const other = createApiKey('other', ROLES);
  const data = temporaryFolder();
  const file = join(temporaryFolder(), 'keys.json');
  writeFileSync(file, JSON.stringify([operator.entry, other.entry]));
  const settings = { DOCMIND_API_KEYS_FILE: file, DOCMIND_DATA_DIR: data };
  const { service } = await orchestratorWithFakes(settings);
  const ask = (method: string, path: string, body?: object, key = operator.key, url = service.url) =>
    fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const make = async (body: object) => madeKeySchema.parse(await (await ask('POST', '/keys', body)).json());
  const list = async () => keyListSchema.parse(await (await ask('GET', '/keys')).json());
  /** None before the first is written. */
  const audited = () => {
    const folder = join(data, 'audit');
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const lines = names.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  return { operator, other, file, settings, url: service.url, ask, make, list, audited };
}

describe('keys at the door', () => {
  it('are made with their hash in the file, count at once, are listed with their last use, and are revoked', async () => {
    const { ask, make, list, file, operator } = await door();
    const made = await make({ name: 'the build', roles: ['query'], expiresAt: '2099-01-01T00:00:00Z', limits: { requestsPerMinute: 5 } });
    expect(readKeysFile(file).map(({ tenant, name, roles }) => [tenant, name, roles])).toContainEqual(['acme', 'the build', ['query']]);
    expect(readFileSync(file, 'utf8')).not.toContain(made.key);
    expect((await ask('GET', '/me', undefined, made.key)).status).toBe(200);
    const { keys } = await list();
    expect(keys.map(({ id, isOwn }) => [id, isOwn])).toEqual([
      [operator.entry.id, true],
      [made.entry.id, false],
    ]);
    expect(keys[1]).toMatchObject({ roles: ['query'], limits: { requestsPerMinute: 5 }, lastUsedAt: expect.any(String) });
    expect(JSON.stringify(keys)).not.toContain('sha256');
    expect((await ask('DELETE', `/keys/${made.entry.id}`)).status).toBe(204);
    expect((await ask('GET', '/me', undefined, made.key)).status).toBe(401);
  });

  it('are rotated: the new one is its holder’s, the old one counts as long as it is said', async () => {
    const { ask, make, file } = await door();
    const old = await make({ name: 'the build', roles: ['ingest'] });
    const path = `/keys/${old.entry.id}/rotation`;
    const keepOldUntil = new Date(Date.now() + 60_000).toISOString();
    const next = madeKeySchema.parse(await (await ask('POST', path, { keepOldUntil })).json());
    expect(next.entry).toMatchObject({ name: 'the build', roles: ['ingest'] });
    expect(readKeysFile(file).find(({ id }) => id === old.entry.id)?.expiresAt).toBe(keepOldUntil);
    expect((await ask('POST', path, {})).status).toBe(201);
    expect((await ask('GET', '/me', undefined, old.key)).status).toBe(401);
  });

  it('live no longer than they would have because they are rotated', async () => {
    const { ask, make, file } = await door();
    const expiresAt = '2098-01-01T00:00:00Z';
    const { entry } = await make({ roles: ['query'], expiresAt });
    expect((await ask('POST', `/keys/${entry.id}/rotation`, { keepOldUntil: '2099-01-01T00:00:00Z' })).status).toBe(201);
    expect(readKeysFile(file).find(({ id }) => id === entry.id)?.expiresAt).toBe(expiresAt);
  });

  it('are not made by a key that was revoked while the request was still coming', async () => {
    const { ask, make, url, file } = await door();
    const { key, entry } = await make({ roles: ROLES });
    const body = JSON.stringify({ roles: ROLES });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': body.length };
    const slow = request(`${url}/keys`, { method: 'POST', headers: { ...headers, expect: '100-continue' } });
    const answered = once(slow, 'response');
    await once(slow, 'continue');
    expect((await ask('DELETE', `/keys/${entry.id}`)).status).toBe(204);
    slow.end(body);
    const [reply] = (await answered) as [IncomingMessage];
    expect(reply.resume().statusCode).toBe(401);
    expect(readKeysFile(file)).toHaveLength(2);
  });

  it('have at most the rights of whoever makes them', async () => {
    const end = '2099-01-01T00:00:00.000Z';
    const { ask, file } = await door(['query', 'operate'], { expiresAt: end, limits: { requestsPerMinute: 100 } });
    const fits = { roles: ['query'], expiresAt: end, limits: { requestsPerMinute: 100 } };
    const refused = async (more: object) => {
      const reply = await ask('POST', '/keys', { ...fits, ...more });
      return [reply.status, ((await reply.json()) as { error: { message: string } }).error.message];
    };
    expect(await refused({ roles: ['ingest'] })).toEqual([403, expect.stringContaining('no role "ingest"')]);
    expect(await refused({ limits: {} })).toEqual([403, expect.stringContaining('requestsPerMinute 100')]);
    expect(await refused({ expiresAt: '2099-01-02T00:00:00Z' })).toEqual([403, expect.stringContaining(`ends at ${end}`)]);
    expect(await refused({ expiresAt: '2020-01-01T00:00:00Z' })).toEqual([400, expect.stringContaining('has passed')]);
    expect(await refused({ name: 'a\u001b[2J' })).toEqual([400, expect.stringContaining('control characters')]);
    expect(await refused({ tenant: 'other' })).toEqual([400, expect.stringContaining('tenant')]);
    expect(readKeysFile(file)).toHaveLength(2);
    expect((await ask('POST', '/keys', fits)).status).toBe(201);
  });

  it('that may do more than the operator’s are listed with why it can’t replace them', async () => {
    const { ask, list, file, operator } = await door(['query', 'operate']);
    const more = createApiKey('acme', ['query', 'ingest']);
    writeFileSync(file, JSON.stringify([operator.entry, more.entry]));
    await until(async () => (await list()).keys.length === 2, 'the file to be read');
    expect((await list()).keys.map(({ id, beyond }) => [id, beyond])).toEqual([
      [operator.entry.id, []],
      [more.entry.id, ['yours has no role "ingest"']],
    ]);
    expect((await ask('POST', `/keys/${more.entry.id}/rotation`, {})).status).toBe(403);
    expect((await ask('DELETE', `/keys/${more.entry.id}`)).status).toBe(204);
  });

  it('of another tenant are neither seen nor taken out, and nobody takes out their own', async () => {
    const { ask, list, other, operator, file } = await door();
    expect((await list()).keys.map(({ tenant }) => tenant)).toEqual(['acme']);
    expect((await ask('DELETE', `/keys/${other.entry.id}`)).status).toBe(404);
    expect((await ask('POST', `/keys/${other.entry.id}/rotation`, {})).status).toBe(404);
    expect((await ask('DELETE', `/keys/${operator.entry.id}`)).status).toBe(400);
    expect(readKeysFile(file)).toHaveLength(2);
  });

  it('are for operators, and not for what another site’s form sends with their cookie', async () => {
    const { ask, operator, url, make } = await door();
    const reader = await make({ roles: ['query', 'ingest'] });
    const asReader = (method: string, path: string) => ask(method, path, method === 'POST' ? { roles: ['query'] } : undefined, reader.key);
    const routes = [asReader('GET', '/keys'), asReader('POST', '/keys'), asReader('DELETE', `/keys/${operator.entry.id}`)];
    expect((await Promise.all(routes)).map(({ status }) => status)).toEqual([403, 403, 403]);
    const form = { method: 'POST', body: JSON.stringify({ roles: ['query'] }) };
    const headers = { cookie: `docmind_key=${operator.key}`, 'content-type': 'application/json' };
    expect((await fetch(`${url}/keys`, { ...form, headers })).status).toBe(401);
    const elsewhere = { ...headers, ...CONSOLE, origin: 'https://evil.example' };
    expect((await fetch(`${url}/keys`, { ...form, headers: elsewhere })).status).toBe(403);
    expect((await fetch(`${url}/keys`, { ...form, headers: { ...headers, ...CONSOLE } })).status).toBe(201);
  });

  it('are audited by their ids, with who made them', async () => {
    const { ask, make, operator, audited } = await door();
    const made = await make({ roles: ['query'] });
    await ask('DELETE', `/keys/${made.entry.id}`);
    const who = { event: 'operated', keyId: operator.entry.id, key: made.entry.id };
    await until(() => audited().filter(({ event }) => event === 'operated').length === 2, 'both to be audited');
    expect(audited().filter(({ event }) => event === 'operated')).toEqual([
      expect.objectContaining({ ...who, route: 'POST /keys', status: 201 }),
      expect.objectContaining({ ...who, route: 'DELETE /keys/:id', status: 204 }),
    ]);
    expect(JSON.stringify(audited())).not.toContain(made.key);
  });

  it('count at a replica that reads the same file, and stop counting there', async () => {
    const { ask, make, settings } = await door();
    const { service: replica } = await orchestratorWithFakes({ ...settings, DOCMIND_DATA_DIR: temporaryFolder() });
    const made = await make({ roles: ['query'] });
    const statusThere = async () => (await ask('GET', '/me', undefined, made.key, replica.url)).status;
    await until(async () => (await statusThere()) === 200, 'the replica to know it');
    await ask('DELETE', `/keys/${made.entry.id}`);
    await until(async () => (await statusThere()) !== 200, 'the replica to refuse it');
  });

  it('are not made where there is no file, or none that can be used; its path is told to nobody', async () => {
    const { service } = await orchestratorWithFakes();
    expect(keyListSchema.parse(await (await fetch(`${service.url}/keys`)).json()).keys).toEqual([]);
    const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ roles: ['query'] }) };
    const bare = await fetch(`${service.url}/keys`, asked);
    expect([bare.status, await bare.text()]).toEqual([400, expect.stringContaining('DOCMIND_API_KEYS_FILE')]);
    const { ask, file } = await door();
    rmSync(file);
    const refused = await ask('POST', '/keys', { roles: ['query'] });
    const text = await refused.text();
    expect([refused.status, text]).toEqual([400, expect.stringContaining('ENOENT')]);
    expect(text).not.toContain(file);
  });
});

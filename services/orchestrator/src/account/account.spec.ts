import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiKey } from '@docmind/bootstrap';
import { callerSchema, type Role } from '@docmind/contracts';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { orchestratorWithFakes } from '../orchestrator.fixture.js';

async function doorWithKey(roles: readonly Role[], expiresAt?: string) {
  const { key, entry } = createApiKey('acme', roles, expiresAt === undefined ? {} : { expiresAt });
  const file = join(temporaryFolder(), 'keys.json');
  writeFileSync(file, JSON.stringify([entry]));
  const { service } = await orchestratorWithFakes({ DOCMIND_API_KEYS_FILE: file });
  const ask = (path: string, headers: Record<string, string>, method = 'GET') => fetch(service.url + path, { method, headers });
  return { key, ask };
}

const CONSOLE = { 'x-docmind-console': '1' };

describe('who sits at the console', () => {
  it('is anybody on loopback, and then there is nothing to sign in with', async () => {
    const { service } = await orchestratorWithFakes();
    const caller = callerSchema.parse(await (await fetch(`${service.url}/me`)).json());
    expect(caller).toMatchObject({ keyId: 'anonymous', needsKey: false, roles: expect.arrayContaining(['query', 'operate']) });
    expect(caller.uploads.endings).toEqual(expect.arrayContaining(['pdf', 'md', 'docx', 'log']));
    const signedIn = await fetch(`${service.url}/sign-in`, { method: 'POST' });
    expect([signedIn.status, signedIn.headers.get('set-cookie')]).toEqual([204, null]);
  });

  it('gives a key once, which then comes in a cookie that scripts cannot read', async () => {
    const { key, ask } = await doorWithKey(['query']);
    const signedIn = await ask('/sign-in', { authorization: `Bearer ${key}` }, 'POST');
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    expect([signedIn.status, cookie]).toEqual([204, expect.stringMatching(/HttpOnly; SameSite=Strict/)]);
    const [pair = ''] = cookie.split(';');
    const me = await ask('/me', { cookie: pair, ...CONSOLE });
    expect(await me.json()).toMatchObject({ tenant: 'acme', roles: ['query'], needsKey: true });
    expect((await ask('/sign-out', CONSOLE, 'POST')).headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it.each([
    [undefined, false],
    ['http', false],
    ['https', true],
    ['https, http', true],
    [' HTTPS ,http', true],
    ['http, https', false],
  ])('keeps the key off plain HTTP where the browser spoke HTTPS to the first proxy: %s', async (protocols, isSecure) => {
    const { key, ask } = await doorWithKey(['query']);
    const forwarded: Record<string, string> = protocols === undefined ? {} : { 'x-forwarded-proto': protocols };
    const signedIn = await ask('/sign-in', { authorization: `Bearer ${key}`, ...forwarded }, 'POST');
    expect(signedIn.headers.get('set-cookie')?.includes('Secure')).toBe(isSecure);
  });

  it('is not believed by a cookie alone: another site’s form would bring it too', async () => {
    const { key, ask } = await doorWithKey(['query', 'ingest']);
    const cookie = `docmind_key=${key}`;
    expect((await ask('/me', { cookie })).status).toBe(401);
    expect((await ask('/documents/x', { cookie }, 'DELETE')).status).toBe(401);
    expect((await ask('/documents/x', { cookie, ...CONSOLE, origin: 'https://evil.example' }, 'DELETE')).status).toBe(403);
  });

  it('is not signed out by another site’s form', async () => {
    const { ask } = await doorWithKey(['query']);
    expect((await ask('/sign-out', { origin: 'https://evil.example' }, 'POST')).headers.get('set-cookie')).toBeNull();
  });

  it.each(['nonsense', 'dm_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])('gets no cookie for a wrong key: %s', async (wrong) => {
    const { ask } = await doorWithKey(['query']);
    const refused = await ask('/sign-in', { authorization: `Bearer ${wrong}` }, 'POST');
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
  });

  it('is told when the key in the cookie has expired', async () => {
    const { key, ask } = await doorWithKey(['query'], '2026-01-01T00:00:00.000Z');
    const expired = await ask('/me', { cookie: `docmind_key=${key}`, ...CONSOLE });
    expect([expired.status, await expired.text()]).toEqual([401, expect.stringContaining('expired')]);
  });
});

import { createHash } from 'node:crypto';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ApiKeys, type KeyChanges } from './api-keys.js';
import { createApiKey, type KeyEntry } from './key-entry.js';
import { dropOlderEntries, readKeysFile, writeKeysFile } from './keys-file.js';
import { WRONG_KEYS_PER_MINUTE } from './wrong-keys.js';

const HOME = '127.0.0.1';
const bearer = (key: string) => `Bearer ${key}`;

function fileOf(...entries: readonly object[]): string {
  const path = join(temporaryFolder(), 'keys.json');
  writeFileSync(path, JSON.stringify(entries));
  return path;
}

describe('a key', () => {
  it('carries an id and 192 random bits, of which the file has one SHA-256', () => {
    const { key, entry } = createApiKey('acme');
    const [, id, secret = ''] = /^dm_([0-9a-f]{12})_(.*)$/.exec(key) ?? [];
    expect(entry.id).toBe(id);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(24);
    expect(entry.sha256).toBe(createHash('sha256').update(key).digest('hex'));
    expect(createApiKey('acme').key).not.toBe(key);
  });
});

describe('ApiKeys', () => {
  it('knows holders by their keys, with what each may do', () => {
    const [plain, judge] = [createApiKey('acme'), createApiKey('other', ['feedback'], { limits: { requestsPerMinute: 5 } })];
    const keys = ApiKeys.load(fileOf(plain.entry, judge.entry));
    expect(keys.admit(bearer(plain.key), HOME)).toEqual({ keyId: plain.entry.id, tenant: 'acme', roles: ['query', 'ingest'] });
    expect(keys.admit(bearer(judge.key), HOME)).toMatchObject({ tenant: 'other', roles: ['feedback'], limits: { requestsPerMinute: 5 } });
  });

  it.each([
    ['no header', () => undefined],
    ['another scheme', (key: string) => `Basic ${key}`],
    ['a part of the key', (key: string) => bearer(key.slice(0, -1))],
    ['more than the key', (key: string) => bearer(`${key}A`)],
    ['another secret under its id', (key: string) => bearer(key.slice(0, 16) + 'A'.repeat(32))],
    ['only white space', () => bearer(' '.repeat(10_000))],
    ['an id that nobody has', (key: string) => bearer(key.replace(/_[0-9a-f]{12}_/, '_000000000000_'))],
  ])('refuses %s', (_what, forged) => {
    const { key, entry } = createApiKey('acme');
    const keys = ApiKeys.load(fileOf(entry));
    expect(() => keys.admit(forged(key), HOME)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }) as Error);
  });

  it('refuses a key from the moment it expires, and says when that was', () => {
    const { key, entry } = createApiKey('acme', undefined, { expiresAt: '2026-02-01T00:00:00.000Z' });
    const keys = ApiKeys.load(fileOf(entry));
    const end = Date.parse('2026-02-01T00:00:00.000Z');
    expect(keys.admit(bearer(key), HOME, end - 1).tenant).toBe('acme');
    expect(() => keys.admit(bearer(key), HOME, end)).toThrow(/expired at 2026-02-01/);
  });

  it('hears an address no more after too many wrong keys within a minute, but always a right key', () => {
    const { key, entry } = createApiKey('acme');
    const keys = ApiKeys.load(fileOf(entry));
    const guess = (address: string, now: number) => {
      try {
        return keys.admit(bearer(createApiKey('acme').key), address, now);
      } catch (thrown) {
        return thrown;
      }
    };
    for (let time = 0; time < WRONG_KEYS_PER_MINUTE; time++) expect(guess('10.0.0.1', time)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(guess('10.0.0.1', 30_000)).toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      details: { retryAfterSeconds: 30, limit: 'wrongKeysPerMinute' },
    });
    expect(keys.admit(bearer(key), '10.0.0.1', 30_000).tenant).toBe('acme');
    expect(guess('10.0.0.2', 30_000)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(guess('10.0.0.1', 60_000)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('counts the addresses of one IPv6 network as one', () => {
    const keys = ApiKeys.load(fileOf());
    const guess = (address: string) => keys.admit(bearer('dm_wrong'), address, 0);
    for (let time = 0; time < WRONG_KEYS_PER_MINUTE; time++) expect(() => guess(`2001:db8::${time}`)).toThrow(/not known/);
    expect(() => guess('2001:db8:0:0:ffff::1')).toThrow(/Too many wrong keys/);
    expect(() => guess('2001:db8:0:1::1')).toThrow(/not known/);
  });

  it('takes less than a tenth of a millisecond for a wrong key, however many keys there are', () => {
    const keys = ApiKeys.load(fileOf(...Array.from({ length: 100 }, () => createApiKey('acme').entry)));
    const startedAt = performance.now();
    for (let time = 0; time < 16_000; time++) {
      try {
        keys.admit('Bearer dm_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '10.0.0.1', 0);
      } catch {
        // As it should.
      }
    }
    expect((performance.now() - startedAt) / 16_000).toBeLessThan(0.1);
  });
});

describe('the keys file', () => {
  function watched(...entries: readonly KeyEntry[]) {
    const path = fileOf(...entries);
    const keys = ApiKeys.load(path);
    const changes: KeyChanges[] = [];
    const failures: string[] = [];
    keys.watch({ changed: (change) => changes.push(change), failed: (reason) => failures.push(reason) }, 20);
    onTestFinished(() => keys.close());
    return { path, keys, changes, failures };
  }

  it('is read again when another takes its place', async () => {
    const [first, second] = [createApiKey('acme'), createApiKey('other')];
    const { path, keys, changes } = watched(first.entry);
    writeKeysFile(path, [second.entry]);
    await until(() => changes.length > 0, 'the file to be read again');
    expect(changes).toEqual([{ added: [second.entry.id], removed: [first.entry.id], changed: [] }]);
    expect(() => keys.admit(bearer(first.key), HOME)).toThrow(/not known/);
    expect(keys.admit(bearer(second.key), HOME).tenant).toBe('other');
  });

  it('counts as it was while it is broken or gone, which is told', async () => {
    const { key, entry } = createApiKey('acme');
    const { path, keys, changes, failures } = watched(entry);
    writeFileSync(path, '[{]');
    await until(() => failures.length > 0, 'the fault to be told');
    expect(keys.admit(bearer(key), HOME).tenant).toBe('acme');
    rmSync(path);
    await until(() => failures.length > 1, 'its absence to be told');
    writeFileSync(path, '[]');
    await until(() => changes.length > 0, 'the file to be read again');
    expect(() => keys.admit(bearer(key), HOME)).toThrow(/not known/);
  });

  it('is its owner’s only, and keeps the permissions it was given', () => {
    const path = join(temporaryFolder(), 'keys.json');
    writeKeysFile(path, []);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const shared = join(temporaryFolder(), 'keys.json');
    writeFileSync(shared, '[]', { mode: 0o644 });
    writeKeysFile(shared, [createApiKey('acme').entry]);
    expect(statSync(shared).mode & 0o777).toBe(0o644);
    expect(readKeysFile(shared)).toHaveLength(1);
  });

  it('with keys of the older form is refused with what to do, which helps', () => {
    const { entry } = createApiKey('acme');
    const older = { tenant: 'acme', salt: '0'.repeat(32), hash: '0'.repeat(64) };
    const path = fileOf(older, entry);
    expect(() => ApiKeys.load(path)).toThrow(/1 of the API keys .* older form.*docmind keys revoke --older.*docmind keys create/);
    expect(dropOlderEntries(path)).toBe(1);
    expect(readKeysFile(path)).toEqual([entry]);
  });

  it('that is wrong is refused with the line and the field', () => {
    const { entry } = createApiKey('acme');
    expect(() => ApiKeys.load(fileOf(entry, { ...createApiKey('x').entry, roles: ['admin'] }))).toThrow(/1\.roles\.0/);
    expect(() => ApiKeys.load(fileOf(entry, entry))).toThrow(/must name each id once/);
    expect(() => ApiKeys.load(fileOf({ ...entry, role: 'query' }))).toThrow(/role/);
  });
});

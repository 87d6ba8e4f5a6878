import { readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startService } from '@docmind/bootstrap';
import { loadConfig } from '@docmind/config';
import * as contracts from '@docmind/contracts';
import { Handles, InProcessTransport, newRequestContext } from '@docmind/messaging';
import { temporaryFolder, until } from '@docmind/testing';
import { openSqlite, type SqliteConnection } from '@docmind/sqlite';
import { Controller, Module } from '@nestjs/common';
import { describe, expect, it, onTestFinished } from 'vitest';
import { persistenceConfigSchema, startPersistence, withDatabaseCare } from './index.js';

const KEY = 'c2l4dGVlbi1ieXRlcy1hbmQtbW9yZQ==';
const told: unknown[] = [];

@Controller()
class CacheStandIn {
  @Handles(contracts.cacheSemanticInvalidate)
  async invalidate(request: object): Promise<{ removed: number }> {
    told.push(request);
    return { removed: 0 };
  }
}
@Module({ controllers: [CacheStandIn] })
class CacheStandInModule {}

interface Place {
  readonly folder: string;
  readonly database: string;
  readonly settings: Record<string, string>;
}

function place(key?: string): Place {
  const folder = temporaryFolder();
  const keyFile = join(folder, 'key');
  if (key !== undefined) writeFileSync(keyFile, key);
  const settings = { DOCMIND_DATA_DIR: folder, ...(key === undefined ? {} : { DOCMIND_DB_KEY_FILE: keyFile }) };
  return { folder, database: join(folder, 'docmind.db'), settings };
}

function configOf({ settings }: Place, more: Record<string, string> = {}) {
  const env = { PERSISTENCE_PORT: '0', OUTBOX_RETRY_MAX_MS: '20', LOG_LEVEL: 'error', BACKUP_INCREMENT_SECONDS: '1', ...settings, ...more };
  return loadConfig(persistenceConfigSchema, env);
}

async function started(where: Place, more: Record<string, string> = {}) {
  const transport = new InProcessTransport();
  const service = await startPersistence(configOf(where, more), transport);
  onTestFinished(() => service.close());
  const context = newRequestContext({ tenant: 'acme' });
  const call = <Request, Reply>(contract: contracts.CallContract<Request, Reply>, request: Request) =>
    transport.client.call(contract, request, context);
  const remember = (id: string) => call(contracts.persistenceSessionCreate, { id, userId: 'ada', data: { note: 'a very secret note' } });
  const sessions = async () =>
    (await call(contracts.persistenceSessionList, { limit: 100, offset: 0 })).sessions.map(({ id }) => id).sort();
  const get = async (path: string) => (await fetch(service.url + path)).text();
  const backups = async () => contracts.backupListSchema.parse(JSON.parse(await get('/backups'))).backups;
  const backUp = async () => {
    const response = await fetch(`${service.url}/backups`, { method: 'POST' });
    return { status: response.status, backup: contracts.backupViewSchema.parse(await response.json()) };
  };
  return { transport, service, call, remember, sessions, get, backups, backUp };
}

function damage(file: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  writeFileSync(file, 'no database '.repeat(500));
}

describe('backups of the persistence service', () => {
  it.each([undefined, KEY])('a whole one, increments, and back after damage, with the gap told; key: %s', async (key) => {
    const where = place(key);
    const first = await started(where);
    await first.remember('before');
    const { status, backup } = await first.backUp();
    expect([status, backup.verified?.counts['sessions']]).toEqual([201, 1]);
    await first.remember('after');
    await until(
      async () => (await first.backups()).some(({ id, until: last }) => id === backup.id && last > backup.until),
      'an increment',
      10_000,
    );
    expect(await first.get('/metrics')).toMatch(
      /docmind_backup_verified_age_seconds\{[^}]*\} \d+\n[\s\S]*docmind_backup_increment_age_seconds/,
    );
    await first.service.close();
    damage(where.database);

    const refused = await started(where).catch((error: Error) => error.message);
    expect(refused).toMatch(new RegExp(`docmind\\.db is damaged.*The newest backup is ${backup.id}: start with --restore-latest`, 's'));
    const second = await started(where, { DOCMIND_RESTORE_LATEST: 'true' });
    expect(await second.sessions()).toEqual(['after', 'before']);
    expect(readFileSync(`${where.database}.damaged-1`, 'utf8')).toContain('no database');
    expect(JSON.parse(await second.get('/health/ready'))).toMatchObject({
      status: 'ok',
      details: {
        backups: {
          restored: expect.stringMatching(new RegExp(`restored from the backup ${backup.id}: what was written from .* is missing`)),
        },
      },
    });
    expect(await second.get('/metrics')).toMatch(/docmind_restore_gap_seconds\{[^}]*\} \d/);
    if (key === undefined) return;
    const folder = join(where.folder, 'backups', backup.id);
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('very secret')).toBe(false);
  });

  it('keeps backups from everybody else', async () => {
    const where = place();
    const { remember, backUp } = await started(where);
    await remember('one');
    const { backup } = await backUp();
    const folder = join(where.folder, 'backups', backup.id);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('forgets every cached answer after a restore, though the cache has heard of later changes', async () => {
    const where = place();
    const first = await started(where);
    const chunk = { index: 0, text: 'Kept 35 days', vector: contracts.encodeVector(new Float32Array([1, 0, 0, 0])) };
    await first.call(contracts.persistenceDocumentStage, { stagingId: 'staging-1', chunks: [chunk] });
    const facts = {
      mediaType: 'application/pdf' as const,
      contentHash: 'a'.repeat(64),
      sizeBytes: 3,
      pages: 1,
      chunkCount: 1,
      dimensions: 4,
    };
    const original = Buffer.from('pdf').toString('base64');
    const { mediaType, contentHash, sizeBytes } = facts;
    await first.call(contracts.persistenceOriginalOffer, { stagingId: 'staging-1', mediaType, contentHash, sizeBytes });
    await first.call(contracts.persistenceOriginalStage, { stagingId: 'staging-1', part: 0, bytes: original });
    const { document } = await first.call(contracts.persistenceDocumentIndex, {
      ...facts,
      stagingId: 'staging-1',
      path: 'a.pdf',
      embedder: 'e',
      fingerprint: 'f',
    });
    await first.backUp();
    await first.service.close();
    await withDatabaseCare(configOf(where), (care) => care.restore({}));
    expect(statSync(`${where.database}.replaced-1`).size).toBeGreaterThan(0);
    const second = await started(where);
    const { epoch } = await second.call(contracts.persistenceCorpusEpoch, {});
    expect(epoch).toBe(1_000_001);
    expect(await second.call(contracts.persistenceOriginalRead, { id: document.id, part: 0 })).toMatchObject({ bytes: original });
    const http = { port: 0, portVariable: 'CACHE_SERVER_PORT' };
    const cache = await startService({
      name: 'cache',
      module: CacheStandInModule,
      config: configOf(where),
      http,
      transport: second.transport,
    });
    onTestFinished(() => cache.close());
    await until(() => told.length > 0, 'the cache to be told');
    expect(told).toEqual([expect.objectContaining({ tenant: 'acme', everything: true, epoch: 1_000_001 })]);
  });

  it('takes an older one where the newest is damaged, and refuses where none is good', async () => {
    const where = place();
    const first = await started(where);
    await first.remember('one');
    const { backup: older } = await first.backUp();
    await first.remember('two');
    const { backup: newer } = await first.backUp();
    await first.service.close();
    truncateSync(join(where.folder, 'backups', newer.id, 'base.db'), 100);
    damage(where.database);
    const bad: string[] = [];
    const restored = await withDatabaseCare(configOf(where), (care) => care.restore({ onBad: (id) => void bad.push(id) }));
    expect([restored.backup, bad]).toEqual([older.id, [newer.id]]);
    damage(where.database);
    truncateSync(join(where.folder, 'backups', older.id, 'base.db'), 100);
    await expect(withDatabaseCare(configOf(where), (care) => care.restore({}))).rejects.toThrow(
      /No backup could be restored. Nothing was changed/,
    );
    expect(readFileSync(where.database, 'utf8')).toContain('no database');
  });

  it.each([
    ['its manifest is damaged', (folder: string) => writeFileSync(join(folder, 'manifest.json'), '{}'), /manifest\.json can't be read/],
    ['it lies in a later folder', (folder: string) => renameSync(folder, `${folder.slice(0, -4)}999Z`), /holds the backup/],
  ])('works on with the others where %s', async (_what, spoil, words) => {
    const where = place();
    const first = await started(where);
    await first.remember('one');
    const { backup: older } = await first.backUp();
    await first.remember('two');
    const { backup: newer } = await first.backUp();
    await first.service.close();
    spoil(join(where.folder, 'backups', newer.id));
    const lying = readdirSync(join(where.folder, 'backups'));
    const bad: string[] = [];
    const restored = await withDatabaseCare(configOf(where), (care) => care.restore({ onBad: (_id, reason) => void bad.push(reason) }));
    expect([restored.backup, bad]).toEqual([older.id, [expect.stringMatching(words)]]);
    const second = await started(where);
    expect(JSON.parse(await second.get('/health/ready'))).toMatchObject({
      details: { backups: { problem: expect.stringMatching(words) } },
    });
    const { status, backup } = await second.backUp();
    expect((await second.backups()).map(({ id }) => id)).toEqual([older.id, backup.id]);
    expect([status, readdirSync(join(where.folder, 'backups'))]).toEqual([201, expect.arrayContaining(lying)]);
  });

  it('takes the place of no database that was opened while the backup was checked, and leaves nothing', async () => {
    const where = place();
    const first = await started(where);
    await first.remember('one');
    await first.backUp();
    const { backup: newer } = await first.backUp();
    await first.service.close();
    truncateSync(join(where.folder, 'backups', newer.id, 'base.db'), 100);
    let connection: SqliteConnection | undefined;
    const onBad = () => {
      const settings = { path: 'A_PATH' };
      connection = openSqlite({ path: where.database, settings, survives: 'a crash', busyTimeoutMs: 0, onUnreadable: 'refuse' });
    };
    const restoring = withDatabaseCare(configOf(where), (care) => care.restore({ onBad }));
    await expect(restoring).rejects.toThrow(/is in use: stop the stack/);
    connection?.close();
    expect(readdirSync(where.folder).filter((name) => name.startsWith('docmind'))).toEqual(['docmind.db', 'docmind.db.lock']);
  });

  it('neither restores nor copies behind the back of a running service', async () => {
    const where = place();
    const { remember, backUp } = await started(where);
    await remember('one');
    await backUp();
    await withDatabaseCare(configOf(where), async (care) => {
      await expect(care.restore({})).rejects.toThrow(/is in use: stop the stack/);
      await expect(care.backUp()).rejects.toThrow(/is in use: stop the stack/);
      const [kept] = await care.list();
      expect((await care.verify(kept?.id ?? '')).verified?.counts['sessions']).toBe(1);
      await expect(care.verify('2020-01-01T00-00-00-000Z')).rejects.toThrow(/There is no backup/);
    });
  });
});

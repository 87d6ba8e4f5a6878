import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { persistenceSessionCreate, persistenceSessionList } from '@docmind/contracts';
import { InProcessTransport, newRequestContext } from '@docmind/messaging';
import { startPersistence } from '@docmind/persistence';
import { freePort, temporaryFolder } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadStackConfig } from '../../config/stack-config.js';
import { plainBackupFindings } from '../../doctor/plain-backups.js';
import { createProgram } from '../../program.js';

const [OLD, NEW] = ['b2xkIGtleSBvZiBhIHRlc3Q=', 'bmV3IGtleSBvZiBhIHRlc3Q='];
const context = newRequestContext({ tenant: 'default' });
let printed = '';
let folder = '';
let keyFile = '';
let newKeyFile = '';

async function docmind(...args: string[]): Promise<string> {
  printed = '';
  await createProgram().parseAsync([...args, '--data-dir', folder], { from: 'user' });
  return printed;
}

async function withService<Result>(work: (transport: InProcessTransport) => Promise<Result>): Promise<Result> {
  const transport = new InProcessTransport();
  const service = await startPersistence(loadStackConfig({ DOCMIND_DATA_DIR: folder }).persistence, transport);
  return work(transport).finally(() => service.close());
}
const add = (id: string) =>
  withService((transport) => transport.client.call(persistenceSessionCreate, { id, userId: 'ada', data: { secret: 'zquorv' } }, context));
const sessions = () =>
  withService(async ({ client }) =>
    (await client.call(persistenceSessionList, { limit: 10, offset: 0 }, context)).sessions.map(({ id }) => id),
  );

beforeEach(async () => {
  folder = temporaryFolder();
  [keyFile, newKeyFile] = [join(folder, 'docmind.key'), join(folder, 'new.key')];
  writeFileSync(keyFile, OLD);
  writeFileSync(newKeyFile, NEW);
  vi.stubEnv('PERSISTENCE_PORT', String(await freePort()));
  vi.stubEnv('LOG_LEVEL', 'error');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('docmind rekey', () => {
  it('gives the database and its backups another key, puts that into the file, and refuses a running stack, the same key and no key', async () => {
    vi.stubEnv('DOCMIND_DB_KEY_FILE', keyFile);
    await add('one');
    await docmind('backup');
    await withService(async () => {
      await expect(docmind('rekey', '--new-key-file', newKeyFile)).rejects.toThrow(/docmind\.db is in use: stop the stack first/);
    });
    await expect(docmind('rekey', '--new-key-file', keyFile)).rejects.toThrow(/holds the key that counts already/);
    await expect(docmind('rekey', '--new-key-file', join(folder, 'docmind.db'))).rejects.toThrow(/--new-key-file .* must hold one line/);
    expect(readdirSync(folder).filter((name) => name.includes('rekeyed'))).toEqual([]);
    expect(await sessions()).toEqual(['one']);

    expect(await docmind('rekey', '--new-key-file', newKeyFile)).toMatch(/^3 files have the new key\.\n.*docmind\.key holds it now/);
    expect(readFileSync(keyFile, 'utf8').trim()).toBe(NEW);
    expect(await sessions()).toEqual(['one']);
    expect(await docmind('verify')).toMatch(/: good, .*1 sessions/);

    writeFileSync(keyFile, OLD);
    await expect(sessions()).rejects.toThrow(/encrypted with another key than DOCMIND_DB_KEY_FILE holds/);
    await expect(docmind('rekey', '--new-key-file', newKeyFile)).rejects.toThrow(
      /holds the key that counts already|encrypted with another key/,
    );
    writeFileSync(keyFile, NEW);
    await docmind('restore', '--latest');
    expect(await sessions()).toEqual(['one']);
  }, 60_000);

  it('leaves nothing of what it made where a later file fails', async () => {
    vi.stubEnv('DOCMIND_DB_KEY_FILE', keyFile);
    await add('one');
    await docmind('backup');
    const uploads = join(folder, 'uploads');
    mkdirSync(join(uploads, `1${randomUUID().slice(1)}`), { recursive: true });
    writeFileSync(join(uploads, `0${randomUUID().slice(1)}`), randomBytes(100));
    const files = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !/-(?:wal|shm)$/.test(name));
    const before = files();
    await expect(docmind('rekey', '--new-key-file', newKeyFile)).rejects.toThrow(/EISDIR/);
    expect(files()).toEqual(before);
    expect(await docmind('verify')).toMatch(/: good, .*1 sessions/);
  }, 60_000);

  it('leaves the file of the key where that is wanted', async () => {
    vi.stubEnv('DOCMIND_DB_KEY_FILE', keyFile);
    await add('one');
    expect(await docmind('rekey', '--new-key-file', newKeyFile, '--keep-key-file')).toContain(`DOCMIND_DB_KEY_FILE=${newKeyFile}`);
    expect(readFileSync(keyFile, 'utf8')).toBe(OLD);
    vi.stubEnv('DOCMIND_DB_KEY_FILE', newKeyFile);
    expect(await sessions()).toEqual(['one']);
  }, 60_000);

  it('gives it to the files beside a PostgreSQL, also to those from before', async () => {
    vi.stubEnv('DOCMIND_DB_KEY_FILE', keyFile);
    await add('one');
    copyFileSync(join(folder, 'docmind.db'), join(folder, 'traces.db'));
    vi.stubEnv('DATABASE_URL', 'postgres://docmind@127.0.0.1:9/none');
    expect(await docmind('rekey', '--new-key-file', newKeyFile)).toMatch(/^3 files have the new key\./);
    vi.stubEnv('DATABASE_URL', undefined);
    expect(await sessions()).toEqual(['one']);
    renameSync(join(folder, 'traces.db'), join(folder, 'docmind.db'));
    expect(await sessions()).toEqual(['one']);
  }, 60_000);
});

describe('backups from before there was a key', () => {
  it('are named, and encrypted or removed when that is asked for', async () => {
    await add('one');
    await docmind('backup');
    vi.stubEnv('DOCMIND_DB_KEY_FILE', keyFile);
    await add('two');
    await docmind('backup');
    const findings = () => plainBackupFindings(loadStackConfig({ DOCMIND_DATA_DIR: folder }));
    expect((await docmind('backup', '--list')).match(/ (yes|no) /g)).toEqual([' no ', ' yes ']);
    expect((await findings())[0]?.says).toMatch(/^\S+Z: not encrypted, .*--encrypt-old/);

    expect(await docmind('backup', '--encrypt-old')).toMatch(/^1 backups are encrypted now/);
    expect(await findings()).toEqual([]);
    const files = readdirSync(join(folder, 'backups'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
    expect(bytes.filter((one) => one.includes('zquorv') || one.includes('SQLite format 3'))).toEqual([]);
    expect((await docmind('verify')).match(/: good/g)).toHaveLength(2);
    expect(await docmind('backup', '--remove-unencrypted')).toContain('Every backup is encrypted.');
  }, 60_000);
});

import { appendFileSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stagingPrefixOf } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it, vi } from 'vitest';
import { SqliteBackupStore } from '../repositories/backup/sqlite-backup.store.js';
import { OriginalRepository } from '../repositories/sqlite/original.repository.js';
import { SessionRepository } from '../repositories/sqlite/session.repository.js';
import type { SqliteDatabase } from '../repositories/sqlite/sqlite-database.js';
import { toBytes } from '../repositories/sqlite/content/vector-bytes.policy.js';
import { addDocument, countRows, documentsOf } from '../testing/document.fixture.js';
import { openTestDatabase } from '../testing/test-database.fixture.js';
import { describeErasure } from './erasure.contract.js';
import { ErasureService } from './erasure.service.js';
import { ErasureJournal } from './rules/erasure-journal.js';
import { SqliteErasureStore } from '../repositories/erasure/sqlite-erasure.store.js';

const AT = '2026-01-01T00:00:00.000Z';
const session = (id: string) => ({ id, userId: 'ada', createdAt: AT, updatedAt: AT, data: {} });

async function opened(folder = temporaryFolder()) {
  const file = join(folder, 'docmind.db');
  const database = await openTestDatabase(file);
  return { folder, file, database, ...partsOf(database, folder) };
}

function partsOf(database: SqliteDatabase, folder: string) {
  const [documents, sessions] = [documentsOf(database), new SessionRepository(database)];
  const { connection } = database;
  const backups = new SqliteBackupStore({ connection, path: join(folder, 'docmind.db'), key: undefined, root: join(folder, 'backups') });
  const journal = new ErasureJournal(join(folder, 'erasures.jsonl'));
  const erasure = new ErasureService(documents, sessions, new SqliteErasureStore(database, backups), journal);
  return { documents, sessions, backups, erasure };
}

/** In the file and in its log. */
function isInFiles(file: string, text: string | Buffer): boolean {
  return [file, `${file}-wal`].some((path) => existsSync(path) && readFileSync(path).includes(text));
}

describe('ErasureService', () => {
  describeErasure(async () => {
    const { folder, ...parts } = await opened();
    return { ...parts, journalFile: join(folder, 'erasures.jsonl') };
  });

  it('does again what a database from before the erasure brings back, and spares what came later', async () => {
    const { folder, file, database, documents, sessions, erasure } = await opened();
    const { document } = await addDocument(documents, 'acme', { texts: ['quokkasecret lives here'] });
    await sessions.append('acme', session('s1'), { messages: [{ role: 'user', content: 'wombatsecret' }] });
    database.connection.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(file, `${file}.backup`);
    expect(await erasure.erase('acme', { kind: 'document', id: document.id })).toEqual({ documents: 1, sessions: 0, messages: 0 });
    await erasure.erase('acme', { kind: 'session', id: 's1' });
    expect(isInFiles(file, 'kkasecret') || isInFiles(file, 'batsecret')).toBe(false);
    await database.close();

    copyFileSync(`${file}.backup`, file);
    const again = await opened(folder);
    expect(countRows(again.database, 'documents')).toBe(1);
    await again.erasure.onModuleInit();
    expect([countRows(again.database, 'documents'), countRows(again.database, 'chat_history')]).toEqual([0, 0]);
    expect(isInFiles(file, 'kkasecret') || isInFiles(file, 'batsecret')).toBe(false);

    const now = new Date().toISOString();
    await again.sessions.create('acme', { ...session('s1'), createdAt: now });
    await again.erasure.onModuleInit();
    expect(countRows(again.database, 'sessions')).toBe(1);
  });

  it('knows what failed, and does it with the next that is asked for', async () => {
    const { file, database, documents, sessions, backups, erasure } = await opened();
    const { document } = await addDocument(documents, 'acme', { texts: ['quokkasecret lives here'] });
    await sessions.append('acme', session('s1'), { messages: [{ role: 'user', content: 'wombatsecret' }] });
    const busy = new AppError('UNAVAILABLE', 'ask again');
    vi.spyOn(backups, 'emptyLog').mockRejectedValueOnce(busy);
    await expect(erasure.erase('acme', { kind: 'session', id: 's1' })).rejects.toBe(busy);
    expect((await erasure.traces('acme', { kind: 'session', id: 's1' })).isKnown).toBe(true);
    expect((await erasure.traces('other', { kind: 'session', id: 's1' })).isKnown).toBe(false);
    vi.spyOn(documents, 'delete').mockRejectedValueOnce(busy);
    const target = { kind: 'document' as const, id: document.id };
    await expect(erasure.erase('acme', target)).rejects.toBe(busy);

    expect(await erasure.erase('acme', { kind: 'session', id: 's2' })).toEqual({ documents: 0, sessions: 0, messages: 0 });
    expect([countRows(database, 'documents'), isInFiles(file, 'kkasecret') || isInFiles(file, 'batsecret')]).toEqual([0, false]);
    expect((await erasure.traces('acme', { kind: 'session', id: 's1' })).isKnown).toBe(false);
  });

  it('leaves no path of an erased document with a content that another document holds, too', async () => {
    const { file, database, documents, erasure } = await opened();
    const contentHash = 'c'.repeat(64);
    await addDocument(documents, 'acme', { path: 'kept.md', contentHash, texts: ['one'] });
    const { document } = await addDocument(documents, 'acme', { path: 'numbatsecret.md', contentHash, texts: ['one'] });
    await documents.change('acme', document.id, { path: 'bilbysecret.md' });
    const fileName = () => database.connection.prepare('SELECT file_name FROM document_cache').pluck().get();
    expect(fileName()).toBe('numbatsecret.md');
    await erasure.erase('acme', { kind: 'document', id: document.id });
    expect(fileName()).toBe('kept.md');
    expect(isInFiles(file, 'batsecret') || isInFiles(file, 'bysecret')).toBe(false);
  });

  it('lets a backup that is at work go on, whole', async () => {
    const { documents, backups, erasure } = await opened();
    const { document } = await addDocument(documents, 'acme', { texts: ['one', 'two'] });
    await addDocument(documents, 'acme', { path: 'kept.md', texts: ['three'], contentHash: 'b'.repeat(64) });
    const beginning = backups.begin();
    const [id] = await Promise.all([beginning, erasure.erase('acme', { kind: 'document', id: document.id })]);
    await addDocument(documents, 'acme', { path: 'later.md', texts: ['four', 'five'], contentHash: 'c'.repeat(64) });
    await erasure.erase('acme', { kind: 'document', id: document.id });
    await backups.follow();
    expect([backups.isFollowing(), (await backups.verify(id)).verified?.counts]).toEqual([
      true,
      expect.objectContaining({ documents: 2, chunks: 3 }),
    ]);
    backups.end();
  });

  it('leaves neither vectors nor what was staged of the document, and what others have staged', async () => {
    const { file, documents, erasure } = await opened();
    const vector = Float32Array.from([0.123, 0.456, 0.789, 0.321]);
    const [contentHash, other] = ['e'.repeat(64), 'f'.repeat(64)];
    const { document } = await addDocument(documents, 'acme', { texts: ['one'], contentHash, vectorOf: () => vector });
    const staged = (hash: string, text: string) =>
      documents.stage('acme', `${stagingPrefixOf(hash)}a-try`, [{ index: 0, text, vector: new Float32Array(4) }]);
    await staged(contentHash, 'kowarisecret');
    await staged(other, 'bilbysecret');
    const isLeft = () => ['rest', 'bilby', 'kowari'].map((name) => isInFiles(file, name === 'rest' ? toBytes(vector) : `${name}secret`));
    expect(isLeft()).toEqual([true, true, true]);
    await erasure.erase('acme', { kind: 'document', id: document.id });
    expect(isLeft()).toEqual([false, true, false]);
  });

  it('leaves no byte of an original, kept or on its way', async () => {
    const { file, database, documents, erasure } = await opened();
    const originals = new OriginalRepository(database, 10_000_000);
    const contentHash = 'e'.repeat(64);
    const stage = async (stagingId: string, hash: string, text: string) => {
      const bytes = Buffer.from(text.repeat(20_000));
      await originals.offer('acme', { stagingId, mediaType: 'application/pdf', contentHash: hash, sizeBytes: bytes.length });
      await originals.stage('acme', stagingId, 0, bytes);
    };
    await stage('staging-1', contentHash, 'quokkasecret');
    await stage('staging-2', contentHash, 'kowarisecret');
    await stage('staging-3', 'f'.repeat(64), 'bilbysecret');
    const { document } = await addDocument(documents, 'acme', { texts: ['one'], contentHash, stagingId: 'staging-1' });
    const isLeft = () => ['quokka', 'kowari', 'bilby'].map((name) => isInFiles(file, `${name}secret`));
    expect(isLeft()).toEqual([true, true, true]);
    await erasure.erase('acme', { kind: 'document', id: document.id });
    expect(isLeft()).toEqual([false, false, true]);
  });

  it('forgets no line of its journal over one that a crash cut off, and refuses a damaged one', async () => {
    const { folder, erasure } = await opened();
    const path = join(folder, 'erasures.jsonl');
    await erasure.erase('acme', { kind: 'session', id: 's1' });
    appendFileSync(path, '{"at":"2026');
    await erasure.erase('acme', { kind: 'session', id: 's2' });
    const lines = () => new ErasureJournal(path).lines().map(({ target }) => target);
    expect(lines()).toEqual([
      { kind: 'session', id: 's1' },
      { kind: 'session', id: 's2' },
    ]);
    appendFileSync(path, 'something else\n');
    expect(lines).toThrow(/Line 3 of .*erasures\.jsonl can't be read/);
  });

  it('erases a tenant and nothing of another', async () => {
    const { file, database, documents, sessions, erasure } = await opened();
    for (const tenant of ['acme', 'acme2']) {
      await addDocument(documents, tenant, { texts: [`${tenant}quokka`, `${tenant}wombat`], contentHash: 'b'.repeat(64) });
      await sessions.append(tenant, session('s1'), { messages: [{ role: 'user', content: `${tenant}numbat` }] });
      await documents.stage(tenant, 'staged', [{ index: 0, text: `${tenant}dunnart`, vector: new Float32Array(4) }]);
    }
    expect(await erasure.traces('acme', { kind: 'tenant' })).toEqual({
      isKnown: true,
      contentHashes: ['b'.repeat(64)],
      questions: ['acmenumbat'],
      uploadIds: [],
    });
    expect(await erasure.erase('acme', { kind: 'tenant' })).toEqual({ documents: 1, sessions: 1, messages: 1 });
    for (const name of ['quokka', 'wombat', 'numbat', 'dunnart']) {
      expect([isInFiles(file, `acme${name}`), isInFiles(file, `acme2${name}`)], name).toEqual([false, true]);
    }
    expect((await erasure.traces('acme2', { kind: 'tenant' })).contentHashes).toEqual(['b'.repeat(64)]);
    expect(['documents', 'sessions', 'staging'].map((table) => countRows(database, table))).toEqual([1, 1, 1]);
  });
});

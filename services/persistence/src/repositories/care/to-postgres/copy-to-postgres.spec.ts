import { join } from 'node:path';
import { loadConfig } from '@docmind/config';
import { describeWithPgvector, type PostgresServer, startPgvectorServer, temporaryFolder } from '@docmind/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PassageIndex } from '../../../documents/passage-index.port.js';
import { toTextTerms } from '../../../documents/text-query.policy.js';
import { persistenceConfigSchema, withDatabaseCare } from '../../../index.js';
import { addDocument, axisVector, countRows, storesOf } from '../../../testing/document.fixture.js';
import { openTestPostgres, ownDatabase, postgresStoresOf, rowsOf } from '../../../testing/postgres.fixture.js';
import { PostgresOriginalStore } from '../../postgres/postgres-original.store.js';
import { PostgresSessionStore } from '../../postgres/postgres-session.store.js';
import { PostgresUploadStore } from '../../postgres/postgres-upload.store.js';
import { OriginalRepository } from '../../sqlite/original.repository.js';
import { PerformanceRepository } from '../../sqlite/performance.repository.js';
import { SessionRepository } from '../../sqlite/session.repository.js';
import { openDatabase, type SqliteDatabase } from '../../sqlite/sqlite-database.js';
import { UploadRepository } from '../../sqlite/upload.repository.js';

const AT = '2026-03-10T12:00:00.123Z';
const PDF = Buffer.from('%PDF-1.7 not really');
const PAGE = { limit: 100, offset: 0 };
const session = (id: string, title: string) => ({ id, userId: 'ada', createdAt: AT, updatedAt: AT, data: { title } });

async function filled(folder: string): Promise<SqliteDatabase> {
  const database = await openDatabase({ file: join(folder, 'docmind.db') });
  const { documents } = storesOf(database);
  const sessions = new SessionRepository(database);
  await sessions.append('acme', session('talk/1', 'ÄRGER'), {
    requestId: 'r1',
    messages: [
      { role: 'user', content: 'Wie lange? NUL \0 und 😀' },
      { role: 'assistant', content: 'Ächz: 41 Tage', metadata: { sources: ['a'] } },
    ],
  });
  await sessions.append('other', session('talk/1', 'a title cut within an emoji \ud83d'), {
    messages: [{ role: 'user', content: 'another tenant' }],
  });
  const originals = new OriginalRepository(database, 1_000_000);
  const pdf = {
    mediaType: 'application/pdf' as const,
    stagingId: 'staging-acme-logs.pdf',
    contentHash: 'b'.repeat(64),
    sizeBytes: PDF.length,
  };
  await originals.offer('acme', pdf);
  await originals.stage('acme', pdf.stagingId, 0, PDF);
  const texts = ['Lighthouse logs are kept for 41 days.', '灯台の日誌は四十一日間保存されます', 'Nothing of it'];
  await addDocument(documents, 'acme', {
    path: 'logs.pdf',
    texts,
    tags: ['eu', 'logs'],
    contentHash: pdf.contentHash,
    mediaType: pdf.mediaType,
  });
  await addDocument(documents, 'other', { path: 'a.md', texts: ['The lighthouse of others'] });
  await addDocument(documents, 'acme', { path: 'gone.md', texts: ['old'], contentHash: 'c'.repeat(64) });
  await addDocument(documents, 'acme', { path: 'gone.md', texts: ['new', 'more'], contentHash: 'd'.repeat(64) });
  const upload = {
    uploadId: 'u1',
    path: 'waits.md',
    tags: ['x'],
    mediaType: 'text/markdown' as const,
    contentHash: 'e'.repeat(64),
    sizeBytes: 3,
  };
  await new UploadRepository(database).keep('acme', upload);
  const records = Array.from({ length: 450 }, (_, at) => ({
    id: `p${at}`,
    operation: 'query',
    latencyMs: at / 7,
    tokensProcessed: at,
    timestamp: AT,
    metrics: { at },
  }));
  await new PerformanceRepository(database).append(records);
  // As a version before the tables had them.
  database.connection
    .prepare(`UPDATE performance_logs SET record_id = NULL, timestamp = '2026-03-10 12:00:00' WHERE record_id = 'p7'`)
    .run();
  await documents.stage('acme', 'left', [{ index: 0, text: 'unfinished', vector: axisVector(0) }]);
  return database;
}

describeWithPgvector(() => {
  let server: PostgresServer;
  beforeAll(async () => (server = await startPgvectorServer()), 60_000);
  afterAll(() => server.stop());

  async function place() {
    const [folder, url] = [temporaryFolder(), await ownDatabase(server.url)];
    const config = loadConfig(persistenceConfigSchema, { DOCMIND_DATA_DIR: folder, DATABASE_URL: url });
    const takeOver = (isDryRun = false) => withDatabaseCare(config, (care) => care.takeOver(isDryRun));
    return { folder, url, takeOver };
  }
  const documentsIn = (url: string) => rowsOf(url, 'SELECT 1 FROM docmind.documents');

  it('takes all of a file over, once, so that PostgreSQL answers as the file did and goes on after its ids', async () => {
    const { folder, url, takeOver } = await place();
    const file = await filled(folder);
    const before = storesOf(file);
    const search = (stores: { passages: PassageIndex }, text: string) => stores.passages.matchText('acme', toTextTerms(text), 5);
    const [found, passages] = [await search(before, 'lighthouse logs'), await before.documents.list('acme', PAGE)];
    const chunks = countRows(file, 'chunks');
    await file.close();

    expect(await takeOver(true)).toMatchObject({ taken: { documents: 3, chunks } });
    expect(await documentsIn(url)).toBe(0);
    expect(await takeOver()).toMatchObject({
      taken: {
        sessions: 2,
        chat_history: 3,
        documents: 3,
        chunks,
        chunk_words: chunks,
        chunk_vectors: chunks,
        performance_logs: 450,
        original_parts: 1,
      },
      left: { staging: 1 },
    });
    await expect(takeOver()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', message: expect.stringContaining('holds rows already') });

    const database = openTestPostgres(url);
    const after = postgresStoresOf(database);
    expect(await after.documents.list('acme', PAGE)).toEqual(passages);
    expect(await search(after, 'lighthouse logs')).toEqual(found);
    expect(found).toHaveLength(1);
    expect(await search(after, '日誌')).toHaveLength(1);
    expect((await after.vectors.search({ tenant: 'acme', vector: axisVector(0), limit: 1 }))[0]?.similarity).toBeCloseTo(1);
    expect([await after.documents.epoch('acme'), await after.documents.epoch('other')]).toEqual([3, 1]);
    const sessions = new PostgresSessionStore(database);
    const said = (await sessions.messages('acme', 'talk/1', PAGE)).rows;
    expect(said.map(({ content }) => content)).toEqual(['Wie lange? NUL \uFFFD und 😀', 'Ächz: 41 Tage']);
    expect(
      await sessions.append('acme', session('talk/1', ''), { requestId: 'r1', messages: [{ role: 'user', content: 'again' }] }),
    ).toEqual(said.map(({ id }) => id));
    expect((await sessions.append('acme', session('talk/1', ''), { messages: [{ role: 'user', content: 'next' }] }))[0]).toBe(4);
    expect((await new PostgresUploadStore(database).list('acme', PAGE)).map(({ path }) => path)).toEqual(['waits.md']);
    const [logs] = passages.filter(({ path }) => path === 'logs.pdf');
    expect(
      Buffer.from((await new PostgresOriginalStore(database, 1_000_000).read('acme', logs?.id ?? '', 0))?.bytes ?? '', 'base64'),
    ).toEqual(PDF);
    expect((await addDocument(after.documents, 'acme', { path: 'later.md', texts: ['later'] })).epoch).toBe(4);
  });

  it('takes nothing over where one row can not be, where the file is in use, and without a file', async () => {
    const { folder, url, takeOver } = await place();
    await expect(takeOver()).rejects.toMatchObject({ message: expect.stringContaining('There is no database at') });
    const file = await filled(folder);
    await expect(takeOver()).rejects.toMatchObject({ message: expect.stringContaining('in use') });
    file.connection.prepare(`UPDATE corpus SET epoch = 9223372036854775807 WHERE tenant = 'other'`).run();
    file.connection.prepare(`UPDATE uploads SET done = 3000000000`).run();
    await file.close();
    await expect(takeOver()).rejects.toMatchObject({ code: expect.stringMatching(/INTERNAL/) });
    expect(await documentsIn(url)).toBe(0);
  });
});

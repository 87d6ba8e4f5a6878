import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { addDocument, documentsOf } from '../../testing/document.fixture.js';
import { openTestDatabase, undoMigrations } from '../../testing/test-database.fixture.js';
import { toTextTerms } from '../../documents/text-query.policy.js';
import { PassageRepository } from './passage.repository.js';
import { openDatabase } from './sqlite-database.js';

const KEY = 'c2l4dGVlbi1ieXRlcy1hbmQtbW9yZQ==';

async function failure(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  return promise.then(
    () => ({ code: 'none', message: 'it opened' }),
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  );
}

function columnsOf(database: Awaited<ReturnType<typeof openTestDatabase>>, table: string): string[] {
  return (database.connection.pragma(`table_info(${table})`) as { name: string }[]).map((column) => column.name);
}

describe('openDatabase', () => {
  it('makes a durable, waiting, referentially checked WAL database with every table', async () => {
    const database = await openTestDatabase();
    const pragma = (name: string) => database.connection.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('busy_timeout')).toBe(5_000);
    expect(pragma('foreign_keys')).toBe(1);
    expect(columnsOf(database, 'sessions')).toEqual(expect.arrayContaining(['id', 'user_id', 'created_at', 'updated_at', 'data']));
    expect(columnsOf(database, 'chat_history')).toEqual(['id', 'session_id', 'role', 'content', 'timestamp', 'metadata']);
    expect(columnsOf(database, 'document_cache')).toEqual(['file_hash', 'file_name', 'processed_at', 'chunks', 'metadata']);
    expect(columnsOf(database, 'performance_logs')).toEqual(
      expect.arrayContaining(['id', 'operation', 'latency_ms', 'tokens_processed', 'timestamp', 'metrics']),
    );
  });

  it('undoes and redoes its migrations', async () => {
    const database = await openTestDatabase();
    await addDocument(documentsOf(database), 'acme', { texts: ['one'] });
    for (const _migration of database.dataSource.migrations) await database.dataSource.undoLastMigration();
    const left = database.connection
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'`)
      .pluck()
      .all();
    expect(left).toEqual([]);
    await database.dataSource.runMigrations();
    expect((await addDocument(documentsOf(database), 'acme', { texts: ['one'] })).outcome).toBe('created');
  });

  it('finds Chinese text that an older version indexed a sentence a word', async () => {
    const file = join(temporaryFolder(), 'docmind.db');
    const before = await openTestDatabase(file);
    await addDocument(documentsOf(before), 'acme', { texts: ['押金是150欧元。', 'The deposit is 150 euros.'] });
    await undoMigrations(before, 5);
    const query = toTextTerms('押金是多少？');
    expect(await new PassageRepository(before).matchText('acme', query, 5)).toEqual([]);
    await before.close();
    const after = new PassageRepository(await openTestDatabase(file));
    expect(await after.matchText('acme', query, 5)).toHaveLength(1);
    expect(await after.matchText('acme', toTextTerms('deposit'), 5)).toHaveLength(1);
  });

  it('keeps the documents of a version without fingerprints, and takes their files in once more', async () => {
    const file = join(temporaryFolder(), 'docmind.db');
    const before = await openTestDatabase(file);
    const { document } = await addDocument(documentsOf(before), 'acme', { texts: ['one'] });
    await undoMigrations(before, 1);
    await before.close();
    const documents = documentsOf(await openTestDatabase(file));
    expect(await documents.list('acme', { limit: 5, offset: 0 })).toEqual([document]);
    expect(await addDocument(documents, 'acme', { texts: ['one'] })).toMatchObject({ outcome: 'replaced', document: { id: document.id } });
    expect(await addDocument(documents, 'acme', { texts: ['one'] })).toMatchObject({ outcome: 'unchanged' });
  });

  it('finds everything again after it was closed', async () => {
    const file = join(temporaryFolder(), 'deep', 'docmind.db');
    const first = await openTestDatabase(file);
    await addDocument(documentsOf(first), 'acme', { texts: ['one'] });
    await first.close();
    const second = await openTestDatabase(file);
    expect(await documentsOf(second).list('acme', { limit: 5, offset: 0 })).toHaveLength(1);
  });

  it('encrypts with a key and opens with that key only', async () => {
    const file = join(temporaryFolder(), 'secret.db');
    const first = await openTestDatabase(file, KEY);
    await addDocument(documentsOf(first), 'acme', { texts: ['a very secret sentence'] });
    await first.close();
    const bytes = readFileSync(file);
    expect(bytes.includes('SQLite format 3')).toBe(false);
    expect(bytes.includes('very secret')).toBe(false);

    expect(await failure(openDatabase({ file }))).toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(await failure(openDatabase({ file, key: `${KEY}x` }))).toMatchObject({ code: 'FAILED_PRECONDITION' });
    const second = await openTestDatabase(file, KEY);
    expect(await documentsOf(second).list('acme', { limit: 5, offset: 0 })).toHaveLength(1);
  });

  it('refuses a file that is no database, names it, says what to do and leaves it alone', async () => {
    const file = join(temporaryFolder(), 'docmind.db');
    writeFileSync(file, 'this is a letter, not a database '.repeat(100));
    const { code, message } = await failure(openDatabase({ file }));
    expect(code).toBe('FAILED_PRECONDITION');
    expect(message).toContain(file);
    expect(message).toContain('backup');
    expect(readFileSync(file, 'utf8')).toContain('this is a letter');
  });

  it('refuses tables of a newer version, names it and changes nothing', async () => {
    const file = join(temporaryFolder(), 'docmind.db');
    const newer = await openTestDatabase(file);
    newer.connection.prepare('INSERT INTO migrations (timestamp, name) VALUES (?, ?)').run(1999999999999, 'Telepathy1999999999999');
    await newer.close();
    const bytes = readFileSync(file);
    const { code, message } = await failure(openDatabase({ file }));
    expect(code).toBe('FAILED_PRECONDITION');
    expect(message).toMatch(/newer version: it knows Telepathy1999999999999, and this one ends at .*Nothing in it was changed/);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('refuses a database whose pages were overwritten', async () => {
    const file = join(temporaryFolder(), 'docmind.db');
    const database = await openTestDatabase(file);
    const texts = Array.from({ length: 200 }, (_, index) => `passage ${index} `.repeat(50));
    await addDocument(documentsOf(database), 'acme', { texts });
    await database.close();
    const bytes = readFileSync(file);
    bytes.fill(0xab, 8_192, bytes.length - 4_096);
    writeFileSync(file, bytes);
    const { code, message } = await failure(openDatabase({ file }));
    expect(code).toBe('FAILED_PRECONDITION');
    expect(message).toContain('damaged');
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('says so when the place of the file is a folder or below a file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect((await failure(openDatabase({ file: folder }))).message).toContain('DOCMIND_DB_PATH');
    expect((await failure(openDatabase({ file: join(folder, 'file', 'docmind.db') }))).message).toContain('DOCMIND_DB_PATH');
  });
});

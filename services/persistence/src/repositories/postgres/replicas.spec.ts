import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describeWithPgvector, type PostgresServer, runSource, startPgvectorServer, until } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { addDocument, axisVector } from '../../testing/document.fixture.js';
import { openTestPostgres, ownDatabase, postgresStoresOf, rowsOf, waiting } from '../../testing/postgres.fixture.js';
import type { PostgresDatabase } from './database/postgres-database.js';
import { PostgresOutboxStore } from './postgres-outbox.store.js';
import { PostgresSessionStore } from './postgres-session.store.js';
import { migrate } from './schema/migrate.js';
import { POSTGRES_MIGRATIONS } from './schema/migrations.js';

const WRITER = new URL('../../testing/postgres-writer.fixture.ts', import.meta.url);
const WHOLE = `SELECT d.path, d.chunk_count AS expected, count(c.id) AS chunks, count(w.chunk_id) AS words, count(v.chunk_id) AS vectors
  FROM documents AS d LEFT JOIN chunks AS c ON c.document_id = d.id LEFT JOIN chunk_words AS w ON w.chunk_id = c.id
  LEFT JOIN chunk_vectors AS v ON v.chunk_id = c.id GROUP BY d.id`;

/** @returns what it has said so far, and its end */
function startWriter(url: string, name: string) {
  const child = runSource(WRITER, [url, name]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += String(text)));
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  const ended = once(child, 'close');
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
    if (complaint !== '') throw new Error(`the writer ${name} complained: ${complaint}`);
  };
  return { lines, kill };
}

describeWithPgvector(() => {
  let server: PostgresServer;
  beforeAll(async () => (server = await startPgvectorServer()), 60_000);
  afterAll(() => server.stop());

  it('makes the tables once, also for replicas that start at once', async () => {
    const url = await ownDatabase(server.url);
    const made = await Promise.all([1, 2, 3].map(() => migrate(openTestPostgres(url))));
    expect(made.filter((names) => names.length > 0)).toEqual([POSTGRES_MIGRATIONS.map(({ name }) => name)]);
  });

  it('refuses tables of a newer version, those of an encoding that can not hold every text, and another search path', async () => {
    const url = await ownDatabase(server.url);
    await migrate(openTestPostgres(url));
    await rowsOf(url, `INSERT INTO docmind.migrations (name) VALUES ('9999-later')`);
    await expect(migrate(openTestPostgres(url))).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringMatching(/newer version: it knows 9999-later.*Nothing in it was changed/u),
    });
    await expect(migrate(openTestPostgres(`${url}?options=-c%20search_path%3Dpublic`))).rejects.toThrow(/search_path/u);
    const latin = await ownDatabase(server.url, `ENCODING 'LATIN1'`);
    await expect(migrate(openTestPostgres(latin))).rejects.toThrow(/LATIN1: make one with ENCODING 'UTF8'/u);
  });

  it('tells a wrong name from a server that is away', async () => {
    await expect(migrate(openTestPostgres(server.url.replace(/postgres$/u, 'nowhere')))).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('is not there: createdb'),
    });
    await expect(migrate(openTestPostgres('postgres://nobody@127.0.0.1:9/none'))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('DATABASE_URL cannot be reached (ECONNREFUSED)'),
    });
  });

  it('loses nothing acknowledged when one of two replicas is killed in the middle of its writes', async () => {
    const url = await ownDatabase(server.url);
    const database = openTestPostgres(url);
    await migrate(database);
    const [first, second] = [startWriter(url, 'first'), startWriter(url, 'second')];
    const hasWritten = ({ lines }: typeof first, count: number) => lines.filter((line) => line.startsWith('epoch')).length >= count;
    await until(() => hasWritten(first, 5) && hasWritten(second, 5), 'both to write', 30_000);
    await first.kill();
    const already = second.lines.length;
    await until(() => second.lines.length > already + 5, 'the other to go on', 30_000);
    await second.kill();

    const { documents, outbox } = postgresStoresOf(database);
    const lines = [...first.lines, ...second.lines];
    const epochs = lines.flatMap((line) => (line.startsWith('epoch ') ? [Number(line.slice(6))] : []));
    const epoch = await documents.epoch('acme');
    expect(new Set(epochs).size).toBe(epochs.length);
    expect(epoch).toBeGreaterThanOrEqual(Math.max(...epochs));
    // A row each, in the order of the epochs: those that were acknowledged, and at most the last of each that was killed.
    const rows = await outbox.pending(10_000);
    expect(rows.map((row) => row.epoch)).toEqual(Array.from({ length: epoch }, (_, index) => index + 1));
    expect(epoch - epochs.length).toBeLessThanOrEqual(2);
    for (const { expected, chunks, words, vectors } of await database.rows<Record<string, number>>(WHOLE))
      expect({ chunks, words, vectors }).toEqual({ chunks: expected, words: expected, vectors: expected });

    const said = lines.flatMap((line) => (line.startsWith('said ') ? [line.slice(5)] : []));
    const kept = (await new PostgresSessionStore(database).messages('acme', 'shared', { limit: 100_000, offset: 0 })).rows;
    const contents = kept.map(({ content }) => content);
    expect(said.filter((content) => !contents.includes(content))).toEqual([]);
    expect(new Set(contents).size).toBe(contents.length);
  });

  it('keeps the dimensions of the index where a tenant adds its first vectors while the last ones of another go', async () => {
    const url = await ownDatabase(server.url);
    const database = openTestPostgres(url);
    await migrate(database);
    const { documents, vectors } = postgresStoresOf(database);
    await database.run('INSERT INTO vector_index (id, dimensions) VALUES (1, 4)');
    // As `forgetEmptyIndex` does, with all the time in between that it may take.
    const { added: adds } = await database.transaction(async (sql) => {
      await sql.rows('SELECT 1 FROM vector_index FOR UPDATE');
      const added = addDocument(documents, 'acme', { path: 'a.md', texts: ['one'] });
      await until(() => waiting(database, 'vector_index'), 'the other to wait for the row');
      await sql.run('DELETE FROM vector_index WHERE NOT EXISTS (SELECT 1 FROM chunk_vectors)');
      return { added };
    });
    await adds;
    expect(await vectors.search({ tenant: 'acme', vector: axisVector(0), limit: 5 })).toHaveLength(1);
  });

  it('outlives a server that goes away while it gives back space', async () => {
    const database = openTestPostgres(await ownDatabase(server.url));
    await migrate(database);
    const locked = database.transaction(async (sql) => {
      await sql.run('LOCK TABLE outbox IN SHARE MODE');
      const vacuumed = expect(database.vacuum(['outbox'])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await until(() => waiting(database, 'VACUUM'), 'it to wait for the table');
      await server.kill();
      await vacuumed;
    });
    await expect(locked).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await server.restart();
    await database.assertReachable();
  });

  it('removes no more of the sessions than is too much where two replicas look at once', async () => {
    const database = openTestPostgres(await ownDatabase(server.url));
    await migrate(database);
    const sessions = new PostgresSessionStore(database);
    const at = '2026-01-01T00:00:00.000Z';
    for (let number = 0; number < 60; number += 1) {
      const session = { id: `s${number}`, userId: 'ada', createdAt: at, updatedAt: at, data: {} };
      await sessions.append('acme', session, { messages: [{ role: 'user', content: 'a question' }] });
    }
    const removed = await Promise.all([1, 2, 3].map(() => sessions.removeBeyond(10)));
    expect(removed.reduce((sum, one) => sum + one)).toBe(50);
    expect((await sessions.list('acme', { limit: 100, offset: 0 })).rows).toHaveLength(10);
  });

  it('keeps what is said to a session that is deleted at the same time', async () => {
    const database = openTestPostgres(await ownDatabase(server.url));
    await migrate(database);
    const sessions = new PostgresSessionStore(database);
    const at = '2026-01-01T00:00:00.000Z';
    const session = { id: 'shared', userId: 'ada', createdAt: at, updatedAt: at, data: {} };
    for (let round = 0; round < 100; round += 1) {
      await sessions.create('acme', session);
      const [ids] = await Promise.all([
        sessions.append('acme', session, { messages: [{ role: 'user', content: 'a question' }] }),
        sessions.delete('acme', 'shared'),
      ]);
      expect(ids).toHaveLength(1);
    }
  });

  it('answers others while one tenant writes more at once than there are connections', async () => {
    const database = openTestPostgres(await ownDatabase(server.url));
    await migrate(database);
    const { documents } = postgresStoresOf(database);
    await addDocument(documents, 'acme', { path: 'a.md', texts: ['one'] });
    // As another replica that changes a document of the tenant.
    const { writes, isWaiting } = await database.transaction(async (sql) => {
      await sql.rows(`SELECT 1 FROM corpus WHERE tenant = 'acme' FOR UPDATE`);
      const writes = Array.from({ length: 30 }, (_, index) => documents.delete('acme', `none-${index}`));
      await until(() => waiting(database, 'corpus'), 'one to wait for the tenant');
      await addDocument(documents, 'other', { path: 'b.md', texts: ['two'] });
      const isWaiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
      return { writes, isWaiting: (await database.rows(isWaiting)).length };
    });
    expect(isWaiting).toBe(1);
    expect(await Promise.all(writes)).toEqual(Array.from({ length: 30 }, () => ({ deleted: false, epoch: 1 })));
  });

  it('is read while many tenants wait for what one of them holds', async () => {
    const database = openTestPostgres(await ownDatabase(server.url));
    await migrate(database);
    const { documents } = postgresStoresOf(database);
    await addDocument(documents, 'acme', { path: 'a.md', texts: ['one'] });
    const { writes } = await database.transaction(async (sql) => {
      await sql.rows('SELECT 1 FROM vector_index FOR UPDATE');
      const writes = Array.from({ length: 20 }, (_, index) => addDocument(documents, `tenant-${index}`, { path: 'a.md', texts: ['one'] }));
      await until(() => waiting(database, 'vector_index'), 'some to wait for the index');
      expect(await documents.epoch('acme')).toBe(1);
      return { writes };
    });
    expect(new Set((await Promise.all(writes)).map(({ epoch }) => epoch))).toEqual(new Set([1]));
  });

  it('migrates for longer than a statement may take, and waits as long for a replica that does', async () => {
    const url = await ownDatabase(server.url);
    const [one, other] = [1, 2].map(() => openTestPostgres(url, { statementMs: 1_000, queryMs: 100 }));
    const long = [{ name: '0001-long', statements: ['SELECT pg_sleep(1.2)'] }];
    const made = await Promise.all([one, other].map((database) => migrate(database as PostgresDatabase, long)));
    expect(made.flat()).toEqual(['0001-long']);
  });

  describe('the outbox of two replicas', () => {
    it('is delivered by one at a time, and by the other once that one is done or gone', async () => {
      const database = openTestPostgres(await ownDatabase(server.url));
      await migrate(database);
      const [one, other] = [new PostgresOutboxStore(database), new PostgresOutboxStore(database)];
      const write = (epoch: number) =>
        database.run(`INSERT INTO outbox (tenant, document_id, epoch, created_at) VALUES ('acme', 'd', $1, now())`, [epoch]);
      await write(1);
      const rows = await one.pending(10);
      let isWaiting = true;
      const waits = other.pending(10).finally(() => (isWaiting = false));
      await one.remove(rows.map(({ id }) => id));
      expect(await waits).toEqual([]);
      await write(2);
      expect(await one.pending(10)).toHaveLength(1);
      isWaiting = true;
      const takesOver = other.pending(10).finally(() => (isWaiting = false));
      expect(isWaiting).toBe(true);
      // As when its time is over.
      await database.run(`UPDATE outbox_turn SET expires_at = 'epoch'`);
      expect(await takesOver).toMatchObject([{ epoch: 2 }]);
    });
  });
});

import { randomUUID } from 'node:crypto';
import { describeWithPgvector, type PostgresServer, startPgvectorServer, until } from '@docmind/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDocument } from '../../testing/document.fixture.js';
import { openTestPostgres, ownDatabase, postgresStoresOf, waiting } from '../../testing/postgres.fixture.js';
import { PostgresOriginalStore } from './postgres-original.store.js';
import { PostgresUploadStore } from './postgres-upload.store.js';
import { migrate } from './schema/migrate.js';

describeWithPgvector(() => {
  let server: PostgresServer;
  beforeAll(async () => (server = await startPgvectorServer()), 60_000);
  afterAll(() => server.stop());

  it('gives up an upload that is accepted at the very time when the document of its path is deleted', async () => {
    const database = openTestPostgres(await ownDatabase(server.url));
    await migrate(database);
    const { documents } = postgresStoresOf(database);
    const uploads = new PostgresUploadStore(database);
    const { document } = await addDocument(documents, 'acme', { path: 'a.md', texts: ['one'] });
    const upload = { path: 'a.md', mediaType: 'text/markdown' as const, contentHash: 'b'.repeat(64), sizeBytes: 3 };
    await uploads.keep('acme', { ...upload, uploadId: randomUUID() });
    const [kept, deleted] = await database.transaction(async (sql) => {
      // It has been promised the document's id, and waits to take the former upload's place.
      await sql.rows('SELECT 1 FROM uploads FOR UPDATE');
      const keeping = uploads.keep('acme', { ...upload, uploadId: randomUUID() });
      await until(() => waiting(database, 'DELETE FROM uploads'), 'the upload to wait');
      const deleting = documents.delete('acme', document.id);
      await until(() => waiting(database, 'pg_advisory_xact_lock'), 'whoever deletes to wait for it', 2_000).catch(() => undefined);
      return [keeping, deleting];
    });
    expect(await kept).toMatchObject({ id: document.id });
    expect(await deleted).toMatchObject({ deleted: true });
    expect(await uploads.list('acme', { limit: 10, offset: 0 })).toEqual([]);
  });

  it('moves two documents to the place of each other, and changes and deletes them, without waiting for ever', async () => {
    const database = openTestPostgres(await ownDatabase(server.url));
    await migrate(database);
    const { documents } = postgresStoresOf(database);
    const [a, b] = [
      await addDocument(documents, 'acme', { path: 'a.md', texts: ['one'] }),
      await addDocument(documents, 'acme', { path: 'b.md', texts: ['two'] }),
    ];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        index % 2
          ? documents.change('acme', a.document.id, { path: index % 3 ? 'b.md' : 'c.md' })
          : documents.change('acme', b.document.id, { path: index % 3 ? 'a.md' : 'd.md' }),
      ),
    );
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(await documents.list('acme', { limit: 10, offset: 0 })).toHaveLength(2);
    const ends = await Promise.all(
      [a, b].flatMap(({ document }) => [documents.delete('acme', document.id), documents.change('acme', document.id, { path: 'e.md' })]),
    );
    expect(ends.filter((end) => end !== undefined && 'deleted' in end && end.deleted)).toHaveLength(2);
    expect(await documents.list('acme', { limit: 10, offset: 0 })).toEqual([]);
  });

  it('leaves nothing of an original that ends while a part of it arrives, and fails nobody for it', async () => {
    const database = openTestPostgres(await ownDatabase(server.url));
    await migrate(database);
    const { documents } = postgresStoresOf(database);
    const originals = new PostgresOriginalStore(database, 1_000_000);
    await originals.offer('acme', { mediaType: 'application/pdf', stagingId: 'late', contentHash: 'a'.repeat(64), sizeBytes: 3 });
    const both = await database.transaction(async (sql) => {
      const [{ id } = { id: 0 }] = await sql.rows<{ id: number }>('SELECT id FROM originals');
      await sql.run('INSERT INTO original_parts VALUES ($1, 0, $2)', [id, Buffer.from('abc')]);
      const staging = originals.stage('acme', 'late', 0, Buffer.from('abc'));
      await until(() => waiting(database, 'INSERT INTO original_parts'), 'the part to wait');
      const ending = documents.removeStagedBefore(new Date(Date.now() + 60_000).toISOString());
      await until(
        () => waiting(database, 'originals AS o').then(async (one) => one || waiting(database, 'UPDATE originals')),
        'its end to wait',
      );
      await sql.run('DELETE FROM original_parts');
      return [staging, ending];
    });
    await Promise.all(both);
    expect(await database.rows('SELECT 1 FROM originals UNION ALL SELECT 1 FROM original_parts')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { VectorIndex } from '../../documents/vector-index.port.js';
import { SqliteVecStore } from './sqlite-vec.store.js';
import { addDocument, axisVector, chunksOf, countRows, documentsOf, factsOf } from '../../testing/document.fixture.js';
import { openTestDatabase } from '../../testing/test-database.fixture.js';
import { DocumentRepository } from './document.repository.js';
import type { SqliteDatabase } from './sqlite-database.js';

const CONTENT_TABLES = ['documents', 'chunks', 'chunks_fts', 'chunks_vec', 'document_cache', 'staging', 'outbox'];

function counts(database: SqliteDatabase): Record<string, number> {
  return Object.fromEntries(CONTENT_TABLES.map((table) => [table, countRows(database, table)]));
}

function matching(database: SqliteDatabase, word: string): number[] {
  return database.connection.prepare(`SELECT rowid FROM chunks_fts WHERE chunks_fts MATCH ?`).pluck().all(word) as number[];
}

describe('DocumentRepository', () => {
  it('writes document, chunks, full text, vectors, epoch and outbox together and empties the staging area', async () => {
    const database = await openTestDatabase();
    const result = await addDocument(documentsOf(database), 'acme', { texts: ['Backups are kept 35 days', 'Ask the platform team'] });

    expect(result).toMatchObject({ outcome: 'created', epoch: 1, document: { path: 'handbook.md', chunkCount: 2, pages: 1 } });
    expect(counts(database)).toEqual({
      documents: 1,
      chunks: 2,
      chunks_fts: 2,
      chunks_vec: 2,
      document_cache: 1,
      staging: 0,
      outbox: 1,
    });
    const [cached] = database.connection.prepare('SELECT chunks, metadata FROM document_cache').all() as { chunks: string }[];
    expect(JSON.parse(cached?.chunks ?? '')).toMatchObject([{ index: 0, text: 'Backups are kept 35 days' }, { index: 1 }]);
  });

  it('replaces all of the earlier content and keeps the id', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    const first = await addDocument(documents, 'acme', { texts: ['zebra one', 'zebra two', 'zebra three'] });
    const second = await addDocument(documents, 'acme', { texts: ['giraffe'], contentHash: 'b'.repeat(64) });

    expect(second).toMatchObject({ outcome: 'replaced', epoch: 2, document: { id: first.document.id, chunkCount: 1 } });
    expect(matching(database, 'zebra')).toEqual([]);
    expect(matching(database, 'giraffe')).toHaveLength(1);
    expect(counts(database)).toMatchObject({ documents: 1, chunks: 1, chunks_fts: 1, chunks_vec: 1, document_cache: 1, outbox: 2 });
  });

  it('leaves everything as it is when the same content comes again, even without its chunks', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    await addDocument(documents, 'acme', { texts: ['one'] });
    const again = await documents.index('acme', factsOf({ chunkCount: 1, stagingId: 'another-staging' }));
    expect(again).toMatchObject({ outcome: 'unchanged', epoch: 1 });
    expect(counts(database)).toMatchObject({ documents: 1, chunks: 1, outbox: 1 });
  });

  it('indexes the same content anew when the embedder is another one, of other dimensions too', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    await addDocument(documents, 'acme', { texts: ['one'] });
    const vectorOf = () => new Float32Array([1, 0]);
    const again = await addDocument(documents, 'acme', { texts: ['one'], vectorOf, dimensions: 2, embedder: 'other' });
    expect(again.outcome).toBe('replaced');
  });

  it('changes nothing at all when any step of the transaction fails', async () => {
    const database = await openTestDatabase();
    await addDocument(documentsOf(database), 'acme', { texts: ['zebra'] });
    class FailsAfterWriting extends VectorIndex {
      private readonly real = new SqliteVecStore(database);
      apply(change: Parameters<VectorIndex['apply']>[0]): void {
        this.real.apply(change);
        throw new Error('disk full');
      }
      read(): Map<number, Float32Array> {
        return new Map();
      }
      async search() {
        return [];
      }
    }
    const failing = new DocumentRepository(database, new FailsAfterWriting());
    const facts = factsOf({ chunkCount: 1, contentHash: 'b'.repeat(64) });
    await failing.stage('acme', facts.stagingId, chunksOf(['giraffe']));
    const before = counts(database);

    await expect(failing.index('acme', facts)).rejects.toThrow('disk full');
    expect(counts(database)).toEqual(before);
    expect(matching(database, 'zebra')).toHaveLength(1);
    expect(await failing.epoch('acme')).toBe(1);
  });

  it('refuses to index when chunks are missing, saying how many are there', async () => {
    const documents = documentsOf(await openTestDatabase());
    await documents.stage('acme', 'staging-1', chunksOf(['only one']));
    await expect(documents.index('acme', factsOf({ chunkCount: 3 }))).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('1 of the 3 chunks'),
    });
  });

  it('refuses vectors of other dimensions than announced, and than the index holds', async () => {
    const documents = documentsOf(await openTestDatabase());
    await expect(addDocument(documents, 'acme', { texts: ['one'], dimensions: 8 })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await addDocument(documents, 'acme', { texts: ['one'] });
    const other = { path: 'other.md', texts: ['two'], vectorOf: () => new Float32Array([1, 0]), dimensions: 2 };
    await expect(addDocument(documents, 'acme', other)).rejects.toMatchObject({
      details: { indexDimensions: 4, givenDimensions: 2 },
    });
  });

  it('takes a batch that is staged twice once', async () => {
    const documents = documentsOf(await openTestDatabase());
    await documents.stage('acme', 'staging-1', chunksOf(['first try']));
    await documents.stage('acme', 'staging-1', chunksOf(['second try']));
    expect((await documents.index('acme', factsOf({ chunkCount: 1 }))).document.chunkCount).toBe(1);
  });

  it('deletes a document with everything that belongs to it and counts the epoch on', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    const { document } = await addDocument(documents, 'acme', { texts: ['one', 'two'] });
    expect(await documents.delete('acme', document.id)).toEqual({ deleted: true, epoch: 2 });
    expect(counts(database)).toEqual({ documents: 0, chunks: 0, chunks_fts: 0, chunks_vec: 0, document_cache: 0, staging: 0, outbox: 2 });
    expect(await documents.delete('acme', document.id)).toEqual({ deleted: false, epoch: 2 });
  });

  it('takes vectors of any dimensions again once the last document is gone', async () => {
    const documents = documentsOf(await openTestDatabase());
    const { document } = await addDocument(documents, 'acme', { texts: ['one'] });
    await documents.delete('acme', document.id);
    const added = await addDocument(documents, 'acme', { texts: ['one'], dimensions: 2, vectorOf: () => new Float32Array([1, 0]) });
    expect(added.outcome).toBe('created');
  });

  it('keeps tenants apart: same name, other document; nothing of another tenant can be read, staged into or deleted', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    const acme = await addDocument(documents, 'acme', { texts: ['acme secret'] });
    const other = await addDocument(documents, 'other', { texts: ['other secret'] });
    expect(other.outcome).toBe('created');
    expect(other.document.id).not.toBe(acme.document.id);
    expect(await documents.find('other', acme.document.id)).toBeUndefined();
    expect(await documents.delete('other', acme.document.id)).toEqual({ deleted: false, epoch: 1 });
    expect((await documents.list('acme', { limit: 10, offset: 0 })).map((document) => document.id)).toEqual([acme.document.id]);

    await documents.stage('acme', 'staging-x', chunksOf(['mine']));
    const stolen = factsOf({ chunkCount: 1, path: 'stolen.md', stagingId: 'staging-x' });
    await expect(documents.index('other', stolen)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    // Both hold the same file: it stays cached until the last of them goes.
    await documents.delete('acme', acme.document.id);
    expect(countRows(database, 'document_cache')).toBe(1);
  });

  it('knows a document by its path: two of the same name in two folders are two', async () => {
    const documents = documentsOf(await openTestDatabase());
    const older = await addDocument(documents, 'acme', { path: '2024/invoice.md', texts: ['120 EUR'] });
    const newer = await addDocument(documents, 'acme', { path: '2025/invoice.md', contentHash: 'b'.repeat(64), texts: ['140 EUR'] });
    expect([older.outcome, newer.outcome]).toEqual(['created', 'created']);
    expect(newer.document).toMatchObject({ path: '2025/invoice.md', name: 'invoice.md', tags: [] });
  });

  it('keeps tags until others are given, and counts that as a change', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    const first = await addDocument(documents, 'acme', { texts: ['one'], tags: ['paid', 'eu'] });
    expect(first.document.tags).toEqual(['eu', 'paid']);
    const content = { texts: ['two'], contentHash: 'b'.repeat(64) };
    expect((await addDocument(documents, 'acme', content)).document.tags).toEqual(['eu', 'paid']);
    expect(await addDocument(documents, 'acme', { ...content, tags: ['paid', 'eu'] })).toMatchObject({ outcome: 'unchanged', epoch: 2 });
    const other = await addDocument(documents, 'acme', { ...content, tags: ['us'] });
    expect(other).toMatchObject({ outcome: 'replaced', epoch: 3, document: { tags: ['us'] } });
    await documents.delete('acme', first.document.id);
    expect(countRows(database, 'document_tags')).toBe(0);
  });

  it('moves and tags a document, unless another one has the path', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    const { document } = await addDocument(documents, 'acme', { path: 'a.md', texts: ['one'] });
    await addDocument(documents, 'acme', { path: 'b.md', texts: ['one'] });
    expect(await documents.change('acme', document.id, { path: 'old/a.md', tags: ['old'] })).toMatchObject({
      document: { id: document.id, path: 'old/a.md', name: 'a.md', tags: ['old'], chunkCount: 1 },
      epoch: 3,
    });
    await expect(documents.change('acme', document.id, { path: 'b.md', tags: [] })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining("another document at 'b.md'"),
    });
    expect(await documents.find('acme', document.id)).toMatchObject({ path: 'old/a.md', tags: ['old'] });
    expect(await documents.change('rival', document.id, { path: 'c.md' })).toBeUndefined();
    expect(countRows(database, 'outbox')).toBe(3);
  });

  it('lists what fits every list of a filter, by path', async () => {
    const documents = documentsOf(await openTestDatabase());
    const add = async (path: string, tags: string[], tenant = 'acme') =>
      (await addDocument(documents, tenant, { path, tags, texts: ['one'] })).document.id;
    const ids = { may: await add('2024/05/may.md', ['paid', 'eu']), june: await add('2024/june.md', ['open']) };
    await add('2024-old/may.md', ['paid']);
    await add('2024/05/may.md', ['paid'], 'rival');
    const found = async (filter: Parameters<typeof documents.matching>[1]) =>
      (await documents.list('acme', { limit: 10, offset: 0 }, filter)).map(({ path }) => path);
    expect(await found({})).toEqual(['2024-old/may.md', '2024/05/may.md', '2024/june.md']);
    expect(await found({ under: ['2024'] })).toEqual(['2024/05/may.md', '2024/june.md']);
    expect(await found({ under: ['2024/june.md', '2024-old'] })).toEqual(['2024-old/may.md', '2024/june.md']);
    expect(await found({ tags: ['paid', 'open'], under: ['2024'] })).toEqual(['2024/05/may.md', '2024/june.md']);
    expect(await found({ tags: ['paid'], documentIds: [ids.june] })).toEqual([]);
    expect(await documents.matching('acme', { tags: ['eu'] })).toEqual([ids.may]);
    expect(await documents.list('acme', { limit: 1, offset: 1 }, { tags: ['paid'] })).toMatchObject([{ path: '2024/05/may.md' }]);
  });

  it('sweeps staged chunks older than a moment and leaves younger ones', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    await documents.stage('acme', 'staging-1', chunksOf(['a', 'b']));
    expect(await documents.removeStagedBefore('2000-01-01T00:00:00.000Z')).toBe(0);
    expect(await documents.removeStagedBefore(new Date(Date.now() + 1_000).toISOString())).toBe(2);
  });

  it('moves a document larger than one batch of vectors', async () => {
    const database = await openTestDatabase();
    const texts = Array.from({ length: 600 }, (_, index) => `passage number ${index}`);
    await addDocument(documentsOf(database), 'acme', { texts, vectorOf: (index) => axisVector(index) });
    expect(counts(database)).toMatchObject({ chunks: 600, chunks_vec: 600, chunks_fts: 600, staging: 0 });
  });
});

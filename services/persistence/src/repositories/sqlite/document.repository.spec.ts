import { describe, expect, it } from 'vitest';
import { describeDocumentStores } from '../../documents/document-store.contract.js';
import { SqliteVecStore } from './sqlite-vec.store.js';
import { addDocument, axisVector, chunksOf, countRows, documentsOf, factsOf, storesOf } from '../../testing/document.fixture.js';
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
  describeDocumentStores(async () => storesOf(await openTestDatabase()));

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

  it('changes nothing at all when any step of the transaction fails', async () => {
    const database = await openTestDatabase();
    await addDocument(documentsOf(database), 'acme', { texts: ['zebra'] });
    class FailsAfterWriting extends SqliteVecStore {
      override apply(change: Parameters<SqliteVecStore['apply']>[0]): void {
        super.apply(change);
        throw new Error('disk full');
      }
    }
    const failing = new DocumentRepository(database, new FailsAfterWriting(database));
    const facts = factsOf({ chunkCount: 1, contentHash: 'b'.repeat(64) });
    await failing.stage('acme', facts.stagingId, chunksOf(['giraffe']));
    const before = counts(database);

    await expect(failing.index('acme', facts)).rejects.toThrow('disk full');
    expect(counts(database)).toEqual(before);
    expect(matching(database, 'zebra')).toHaveLength(1);
    expect(await failing.epoch('acme')).toBe(1);
  });

  it('deletes a document with everything that belongs to it and counts the epoch on', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    const { document } = await addDocument(documents, 'acme', { texts: ['one', 'two'], tags: ['eu'] });
    expect(await documents.delete('acme', document.id)).toEqual({ deleted: true, epoch: 2 });
    expect(counts(database)).toEqual({ documents: 0, chunks: 0, chunks_fts: 0, chunks_vec: 0, document_cache: 0, staging: 0, outbox: 2 });
    expect(countRows(database, 'document_tags')).toBe(0);
    expect(await documents.delete('acme', document.id)).toEqual({ deleted: false, epoch: 2 });
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

  it('moves a document larger than one batch of vectors', async () => {
    const database = await openTestDatabase();
    const texts = Array.from({ length: 600 }, (_, index) => `passage number ${index}`);
    await addDocument(documentsOf(database), 'acme', { texts, vectorOf: (index) => axisVector(index) });
    expect(counts(database)).toMatchObject({ chunks: 600, chunks_vec: 600, chunks_fts: 600, staging: 0 });
  });
});

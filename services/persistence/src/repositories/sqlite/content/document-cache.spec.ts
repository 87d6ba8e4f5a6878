import { describe, expect, it } from 'vitest';
import { addDocument, axisVector, countRows, documentsOf, factsOf } from '../../../testing/document.fixture.js';
import { openTestDatabase } from '../../../testing/test-database.fixture.js';
import { PassageRepository } from '../passage.repository.js';
import { SqliteVecStore } from '../sqlite-vec.store.js';

const TEXTS = ['Daily snapshots are kept 35 days', 'Restores take an hour'];
const CONTENT = { contentHash: 'a'.repeat(64), fingerprint: 'text/markdown:1|test-embedder' };

async function withHandbook() {
  const database = await openTestDatabase();
  const documents = documentsOf(database);
  const { document } = await addDocument(documents, 'acme', { path: 'handbook.md', texts: TEXTS });
  return { database, documents, document };
}

describe('recalling a document from document_cache', () => {
  it('says that the same file under the same name is unchanged', async () => {
    const { database, documents, document } = await withHandbook();
    expect(await documents.recall('acme', { ...CONTENT, path: 'handbook.md' })).toEqual({ document, epoch: 1, outcome: 'unchanged' });
    expect([countRows(database, 'chunks'), countRows(database, 'staging'), countRows(database, 'outbox')]).toEqual([2, 0, 1]);
  });

  it('takes the same file in under another name, by the cached chunks and the vectors that are there', async () => {
    const { database, documents, document } = await withHandbook();
    database.connection.exec(`UPDATE document_cache SET chunks = replace(chunks, '35 days', '35 days, says the cache')`);
    const recalled = await documents.recall('acme', { ...CONTENT, path: 'moved/handbook.md' });
    expect(recalled).toMatchObject({
      outcome: 'created',
      epoch: 2,
      document: { path: 'moved/handbook.md', chunkCount: 2, sizeBytes: 100 },
    });
    expect(recalled?.document.id).not.toBe(document.id);

    const near = await new SqliteVecStore(database).search({ tenant: 'acme', vector: new Float32Array([1, 0, 0, 0]), limit: 2 });
    expect(near.map(({ similarity }) => similarity)).toEqual([1, 1]);
    const passages = new PassageRepository(database);
    const found = await passages.load('acme', await passages.matchText('acme', [{ word: 'snapshots', isPrefix: false }], 10));
    expect([...found.values()].map(({ documentPath, index, text }) => [documentPath, index, text])).toEqual([
      ['handbook.md', 0, TEXTS[0]],
      ['moved/handbook.md', 0, 'Daily snapshots are kept 35 days, says the cache'],
    ]);
    expect(countRows(database, 'staging')).toBe(0);
    await documents.delete('acme', document.id);
    expect(countRows(database, 'document_cache')).toBe(1);
  });

  it('puts known content in the place of what a document of that name held', async () => {
    const { database, documents } = await withHandbook();
    const other = await addDocument(documents, 'acme', { path: 'other.md', contentHash: 'b'.repeat(64), texts: ['zebra'] });
    const recalled = await documents.recall('acme', { ...CONTENT, path: 'other.md' });
    expect(recalled).toMatchObject({ outcome: 'replaced', document: { id: other.document.id, chunkCount: 2 } });
    expect([countRows(database, 'chunks'), countRows(database, 'document_cache')]).toEqual([4, 1]);
  });

  it.each([
    ['content that is in no document', { contentHash: 'b'.repeat(64) }, 'acme', ''],
    ['content that was processed in another way', { fingerprint: 'text/markdown:2|test-embedder' }, 'acme', ''],
    ['content that only another tenant has', {}, 'other', ''],
    ['content whose row is gone', {}, 'acme', 'DELETE FROM document_cache'],
    ['content whose row was written in another way since', {}, 'acme', `UPDATE document_cache SET metadata = '{"fingerprint":"x"}'`],
    ['content whose vectors are gone', {}, 'acme', 'DELETE FROM chunks_vec'],
  ])('does not know %s', async (_case, given, tenant, damage) => {
    const { database, documents } = await withHandbook();
    database.connection.exec(damage);
    expect(await documents.recall(tenant, { ...CONTENT, path: 'new.md', ...given })).toBeUndefined();
    expect([countRows(database, 'documents'), countRows(database, 'staging')]).toEqual([1, 0]);
  });

  it('processes content anew that was processed in another way, also under its own name', async () => {
    const { documents } = await withHandbook();
    const fingerprint = 'text/markdown:2|test-embedder';
    expect(await documents.recall('acme', { ...CONTENT, path: 'handbook.md', fingerprint })).toBeUndefined();
    expect(await addDocument(documents, 'acme', { texts: TEXTS, fingerprint })).toMatchObject({ outcome: 'replaced' });
    expect(await documents.recall('acme', { ...CONTENT, path: 'handbook.md', fingerprint })).toMatchObject({ outcome: 'unchanged' });
  });
});

describe('the place of a chunk', () => {
  const place = { start: 10, end: 42, pageLabel: 'iv', lines: [[0, 32, 72, 62.4, 180.5, 12]] };

  it('is kept with it, and recalled with it', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    await documents.stage('acme', 's1', [{ index: 0, text: TEXTS[0] ?? '', page: 4, place, vector: axisVector(0) }]);
    await documents.index('acme', factsOf({ chunkCount: 1, stagingId: 's1' }));
    await documents.recall('acme', { ...CONTENT, path: 'moved/handbook.md' });
    const passages = new PassageRepository(database);
    const found = await passages.load('acme', await passages.matchText('acme', [{ word: 'snapshots', isPrefix: false }], 10));
    expect([...found.values()].map((passage) => [passage.documentPath, passage.page, passage.place])).toEqual([
      ['handbook.md', 4, place],
      ['moved/handbook.md', 4, place],
    ]);
  });
});

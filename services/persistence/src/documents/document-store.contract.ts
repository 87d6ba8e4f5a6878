import { expect, it } from 'vitest';
import { addDocument, axisVector, chunksOf, factsOf } from '../testing/document.fixture.js';
import type { OutboxStore } from '../outbox/outbox-store.port.js';
import type { DocumentStore } from './document-store.port.js';
import type { PassageIndex } from './passage-index.port.js';
import { toTextTerms } from './text-query.policy.js';
import type { VectorIndex } from './vector-index.port.js';

export interface DocumentStores {
  readonly documents: DocumentStore;
  readonly passages: PassageIndex;
  readonly vectors: VectorIndex;
  readonly outbox: OutboxStore;
}

/** What holds in whichever database documents lie, and is seen through the ports alone. */
export function describeDocumentStores(open: () => Promise<DocumentStores>): void {
  it('refuses to index when chunks are missing, saying how many are there', async () => {
    const documents = (await open()).documents;
    await documents.stage('acme', 'staging-1', chunksOf(['only one']));
    await expect(documents.index('acme', factsOf({ chunkCount: 3 }))).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('1 of the 3 chunks'),
    });
  });

  it('refuses vectors of other dimensions than announced, and than the index holds', async () => {
    const documents = (await open()).documents;
    await expect(addDocument(documents, 'acme', { texts: ['one'], dimensions: 8 })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await addDocument(documents, 'acme', { texts: ['one'] });
    const other = { path: 'other.md', texts: ['two'], vectorOf: () => new Float32Array([1, 0]), dimensions: 2 };
    await expect(addDocument(documents, 'acme', other)).rejects.toMatchObject({
      details: { indexDimensions: 4, givenDimensions: 2 },
    });
  });

  it('takes a batch that is staged twice once', async () => {
    const documents = (await open()).documents;
    await documents.stage('acme', 'staging-1', chunksOf(['first try']));
    await documents.stage('acme', 'staging-1', chunksOf(['second try']));
    expect((await documents.index('acme', factsOf({ chunkCount: 1 }))).document.chunkCount).toBe(1);
  });

  it('takes vectors of any dimensions again once the last document is gone', async () => {
    const documents = (await open()).documents;
    const { document } = await addDocument(documents, 'acme', { texts: ['one'] });
    await documents.delete('acme', document.id);
    const added = await addDocument(documents, 'acme', { texts: ['one'], dimensions: 2, vectorOf: () => new Float32Array([1, 0]) });
    expect(added.outcome).toBe('created');
  });

  it('knows a document by its path: two of the same name in two folders are two', async () => {
    const documents = (await open()).documents;
    const older = await addDocument(documents, 'acme', { path: '2024/invoice.md', texts: ['120 EUR'] });
    const newer = await addDocument(documents, 'acme', { path: '2025/invoice.md', contentHash: 'b'.repeat(64), texts: ['140 EUR'] });
    expect([older.outcome, newer.outcome]).toEqual(['created', 'created']);
    expect(newer.document).toMatchObject({ path: '2025/invoice.md', name: 'invoice.md', tags: [] });
  });

  it('lists what fits every list of a filter, by path', async () => {
    const documents = (await open()).documents;
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

  it('gives the document back as it was indexed, with its epoch and its row in the outbox', async () => {
    const { documents, outbox } = await open();
    const result = await addDocument(documents, 'acme', { texts: ['Backups are kept 35 days', 'Ask the platform team'] });
    expect(result).toMatchObject({ outcome: 'created', epoch: 1, document: { path: 'handbook.md', chunkCount: 2, pages: 1, tags: [] } });
    expect(await documents.find('acme', result.document.id)).toEqual(result.document);
    expect(await outbox.pending(10)).toEqual([{ id: expect.any(Number), tenant: 'acme', documentId: result.document.id, epoch: 1 }]);
  });

  it('replaces all of the earlier content and keeps the id', async () => {
    const { documents, passages } = await open();
    const first = await addDocument(documents, 'acme', { texts: ['zebra one', 'zebra two', 'zebra three'] });
    const second = await addDocument(documents, 'acme', { texts: ['giraffe'], contentHash: 'b'.repeat(64) });
    expect(second).toMatchObject({ outcome: 'replaced', epoch: 2, document: { id: first.document.id, chunkCount: 1 } });
    const found = async (word: string) => (await passages.matchText('acme', toTextTerms(word), 10)).length;
    expect([await found('zebra'), await found('giraffe')]).toEqual([0, 1]);
    expect(await passages.chunkIdsOf('acme', [first.document.id])).toHaveLength(1);
  });

  it('changes nothing at all when the transaction fails', async () => {
    const { documents, passages, outbox } = await open();
    const first = await addDocument(documents, 'acme', { texts: ['zebra'] });
    const broken = { texts: ['giraffe', 'okapi'], contentHash: 'b'.repeat(64), chunkCount: 3 };
    await expect(addDocument(documents, 'acme', broken)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(await passages.matchText('acme', toTextTerms('zebra'), 10)).toHaveLength(1);
    expect(await passages.matchText('acme', toTextTerms('giraffe'), 10)).toEqual([]);
    expect([await documents.epoch('acme'), await outbox.count()]).toEqual([1, 1]);
    expect(await documents.find('acme', first.document.id)).toEqual(first.document);
  });

  it('leaves everything as it is when the same content comes again, even without its chunks', async () => {
    const { documents, outbox } = await open();
    await addDocument(documents, 'acme', { texts: ['one'] });
    const again = await documents.index('acme', factsOf({ chunkCount: 1, stagingId: 'another-staging' }));
    expect(again).toMatchObject({ outcome: 'unchanged', epoch: 1 });
    expect(await outbox.count()).toBe(1);
  });

  it('indexes the same content anew when the embedder is another one, of other dimensions too', async () => {
    const { documents } = await open();
    await addDocument(documents, 'acme', { texts: ['one'] });
    const vectorOf = () => new Float32Array([1, 0]);
    const again = await addDocument(documents, 'acme', { texts: ['one'], vectorOf, dimensions: 2, embedder: 'other' });
    expect(again.outcome).toBe('replaced');
  });

  it('keeps tags until others are given, counts that as a change, and deletes all with the document', async () => {
    const { documents, passages } = await open();
    const first = await addDocument(documents, 'acme', { texts: ['one'], tags: ['paid', 'eu'] });
    expect(first.document.tags).toEqual(['eu', 'paid']);
    const content = { texts: ['two'], contentHash: 'b'.repeat(64) };
    expect((await addDocument(documents, 'acme', content)).document.tags).toEqual(['eu', 'paid']);
    expect(await addDocument(documents, 'acme', { ...content, tags: ['paid', 'eu'] })).toMatchObject({ outcome: 'unchanged', epoch: 2 });
    const other = await addDocument(documents, 'acme', { ...content, tags: ['us'] });
    expect(other).toMatchObject({ outcome: 'replaced', epoch: 3, document: { tags: ['us'] } });
    expect(await documents.delete('acme', first.document.id)).toEqual({ deleted: true, epoch: 4 });
    expect(await passages.chunkIdsOf('acme', [first.document.id])).toEqual([]);
    expect(await documents.delete('acme', first.document.id)).toEqual({ deleted: false, epoch: 4 });
  });

  it('moves and tags a document, unless another one has the path', async () => {
    const { documents, outbox } = await open();
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
    expect(await outbox.count()).toBe(3);
  });

  it('keeps tenants apart: same name, other document; nothing of another tenant can be staged into or deleted', async () => {
    const { documents } = await open();
    const acme = await addDocument(documents, 'acme', { texts: ['acme secret'] });
    const other = await addDocument(documents, 'other', { texts: ['other secret'] });
    expect(other.outcome).toBe('created');
    expect(await documents.find('other', acme.document.id)).toBeUndefined();
    expect(await documents.delete('other', acme.document.id)).toEqual({ deleted: false, epoch: 1 });
    await documents.stage('acme', 'staging-x', chunksOf(['mine']));
    const stolen = factsOf({ chunkCount: 1, path: 'stolen.md', stagingId: 'staging-x' });
    await expect(documents.index('other', stolen)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it('sweeps staged chunks older than a moment and leaves younger ones', async () => {
    const { documents } = await open();
    await documents.stage('acme', 'staging-1', chunksOf(['a', 'b']));
    expect(await documents.removeStagedBefore('2000-01-01T00:00:00.000Z')).toBe(0);
    expect(await documents.removeStagedBefore(new Date(Date.now() + 60_000).toISOString())).toBe(2);
  });

  it('takes in a document larger than one batch, its last passage too', async () => {
    const { documents, passages, vectors } = await open();
    const texts = Array.from({ length: 600 }, (_, index) => `passage number ${index}`);
    const { document } = await addDocument(documents, 'acme', { texts });
    expect(await passages.read('acme', document.id, { limit: 5, offset: 599 })).toMatchObject([{ index: 599, text: 'passage number 599' }]);
    expect(await vectors.search({ tenant: 'acme', vector: axisVector(1), limit: 700 })).toHaveLength(600);
  });

  it('knows content again, under another path and under its own, of the same tenant only', async () => {
    const { documents, passages, vectors } = await open();
    const place = { start: 10, end: 42, pageLabel: 'iv', lines: [[0, 32, 72, 62.4, 180.5, 12]] };
    const chunk = { index: 0, text: 'Daily snapshots are kept', heading: 'Backups', page: 4, place, vector: axisVector(1) };
    await documents.stage('acme', 's1', [chunk]);
    const { document } = await documents.index('acme', factsOf({ chunkCount: 1, stagingId: 's1' }));
    const content = { contentHash: document.contentHash, fingerprint: 'text/markdown:1|test-embedder' };
    expect(await documents.recall('acme', { ...content, path: document.path })).toEqual({ document, epoch: 1, outcome: 'unchanged' });
    const recalled = await documents.recall('acme', { ...content, path: 'moved/handbook.md' });
    expect(recalled).toMatchObject({
      outcome: 'created',
      epoch: 2,
      document: { path: 'moved/handbook.md', chunkCount: 1, sizeBytes: 100 },
    });
    const found = await passages.load('acme', await passages.matchText('acme', toTextTerms('snapshot'), 10));
    expect([...found.values()].map(({ documentPath, page, heading, place: at }) => [documentPath, page, heading, at])).toEqual(
      ['handbook.md', 'moved/handbook.md'].map((path) => [path, 4, 'Backups', place]),
    );
    expect(await vectors.search({ tenant: 'acme', vector: axisVector(1), limit: 9 })).toMatchObject([{ similarity: 1 }, { similarity: 1 }]);
    expect(await documents.recall('rival', { ...content, path: 'x.md' })).toBeUndefined();
    expect(await documents.recall('acme', { ...content, path: 'x.md', fingerprint: 'other' })).toBeUndefined();
    expect(await documents.recall('acme', { ...content, path: 'x.md', contentHash: 'b'.repeat(64) })).toBeUndefined();
  });

  it('gives each of many changes at once an epoch and a row of its own, in one order', async () => {
    const { documents, outbox } = await open();
    const added = Array.from({ length: 12 }, (_, number) =>
      addDocument(documents, 'acme', { path: `${number}.md`, contentHash: String(number), texts: [`text ${number}`] }),
    );
    const epochs = (await Promise.all(added)).map(({ epoch }) => epoch);
    expect([...epochs].sort((one, other) => one - other)).toEqual(epochs.map((_, index) => index + 1));
    expect((await outbox.pending(100)).map(({ epoch }) => epoch)).toEqual(epochs.map((_, index) => index + 1));
  });

  it('keeps text of any kind as it is, but for what no database can keep', async () => {
    const { documents, passages } = await open();
    const text = "Zeile\n\ttab “quoted” 漢字 \u{1f600} '; DROP TABLE chunks; -- \\ $1 %";
    const { document } = await addDocument(documents, 'acme', { texts: [text, 'a\u0000b'] });
    const [first, second] = await passages.read('acme', document.id, { limit: 5, offset: 0 });
    expect(first?.text).toBe(text);
    expect(second?.text).toMatch(/^a.b$/su);
  });
}

import { encodeVector, type Page } from '@docmind/contracts';
import { beforeEach, expect, it } from 'vitest';
import { addDocument, axisVector } from '../testing/document.fixture.js';
import type { DocumentStores } from './document-store.contract.js';
import { SearchService } from './search.service.js';

const ACME = ['Snapshots are kept for 35 days', 'The on-call rota changes on Mondays', 'Invoices are paid within 30 days'];

async function searchOver({ documents, passages: index, vectors }: DocumentStores) {
  const search = new SearchService(documents, index, vectors);
  const handbook = await addDocument(documents, 'acme', { texts: ACME });
  const other = await addDocument(documents, 'acme', {
    path: 'menus/b.md',
    contentHash: 'b',
    tags: ['lunch'],
    texts: ['Snapshots of the lunch menu'],
  });
  await addDocument(documents, 'rival', { texts: ['Snapshots are kept for 99 days'] });
  return { search, documents, index, handbook: handbook.document.id, other: other.document.id };
}

/** What holds for a search over whichever database. */
export function describeSearch(open: () => Promise<DocumentStores>): void {
  let fixture: Awaited<ReturnType<typeof searchOver>>;
  const ask = (given: Partial<Parameters<SearchService['search']>[1]>, tenant = 'acme') =>
    fixture.search.search(tenant, { query: 'snapshots', limit: 8, mode: 'hybrid', ...given });

  beforeEach(async () => {
    fixture = await searchOver(await open());
  });

  it('finds by words, with stemming, and says where', async () => {
    const { passages, epoch } = await ask({ query: 'How long is a snapshot kept?', mode: 'text' });
    expect(epoch).toBe(2);
    expect(passages[0]).toMatchObject({ text: ACME[0], documentId: fixture.handbook, documentName: 'handbook.md', index: 0 });
    expect(passages[0]).not.toHaveProperty('similarity');
  });

  it('finds by vector alone, with its cosine', async () => {
    const { passages } = await ask({ query: 'zzz', mode: 'vector', vector: encodeVector(axisVector(1)), limit: 1 });
    expect(passages).toHaveLength(1);
    expect(passages[0]).toMatchObject({ text: ACME[1] });
    expect(passages[0]?.similarity).toBeCloseTo(1, 5);
  });

  it('ranks what both words and vector find above what one of them finds', async () => {
    const { passages } = await ask({ query: 'paid within', vector: encodeVector(axisVector(2)) });
    expect(passages[0]).toMatchObject({ text: ACME[2] });
    expect(passages[0]?.score).toBeGreaterThan(passages[1]?.score ?? 1);
  });

  it('never shows a passage of another tenant', async () => {
    const vector = encodeVector(axisVector(0));
    for (const mode of ['hybrid', 'vector', 'text'] as const) {
      const { passages } = await ask({ vector, mode, limit: 50 });
      expect(passages.map((passage) => passage.text)).not.toContain('Snapshots are kept for 99 days');
    }
    expect((await ask({ vector }, 'nobody')).passages).toEqual([]);
  });

  it.each(['text', 'vector', 'hybrid'] as const)('keeps to tags and folders, by %s', async (mode) => {
    const found = async (filter: object) =>
      new Set(
        (await ask({ mode, vector: encodeVector(axisVector(0)), limit: 50, ...filter })).passages.map(({ documentPath }) => documentPath),
      );
    expect(await found({ tags: ['lunch'] })).toEqual(new Set(['menus/b.md']));
    expect(await found({ under: ['menus'] })).toEqual(new Set(['menus/b.md']));
    expect(await found({ under: ['menu'] })).toEqual(new Set());
    expect(await found({ under: ['handbook.md'], tags: ['lunch'] })).toEqual(new Set());
  });

  it('gives the passages of one document in their order, page by page', async () => {
    const { documents, handbook, index } = fixture;
    const texts = async (tenant: string, page: Page) => (await index.read(tenant, handbook, page)).map(({ text }) => text);
    expect(await texts('acme', { limit: 2, offset: 0 })).toEqual(ACME.slice(0, 2));
    expect(await texts('acme', { limit: 2, offset: 2 })).toEqual(ACME.slice(2));
    expect(await texts('rival', { limit: 9, offset: 0 })).toEqual([]);
    const { updatedAt } = (await documents.find('acme', handbook)) ?? {};
    expect(await index.read('acme', handbook, { limit: 1, offset: 0 })).toMatchObject([{ documentDate: updatedAt }]);
  });

  it('keeps to the documents it is given, in words and in vectors', async () => {
    const vector = encodeVector(axisVector(0));
    for (const mode of ['hybrid', 'vector', 'text'] as const) {
      const { passages } = await ask({ vector, mode, documentIds: [fixture.other] });
      expect(passages.map((passage) => passage.documentId)).toEqual([fixture.other]);
    }
    expect((await ask({ vector, documentIds: ['unknown'] })).passages).toEqual([]);
  });

  it.each([
    '"',
    "'; DROP TABLE chunks; --",
    'NEAR(a b',
    'heading:',
    '*',
    '()',
    '-',
    'AND OR NOT',
    '{a}',
    '\u0000',
    '💥',
    '% _ \\',
    'a'.repeat(30_000),
  ])('survives the query %j', async (query) => {
    expect(Array.isArray((await ask({ query, mode: 'text' })).passages)).toBe(true);
  });

  it('refuses a missing, broken or differently sized vector by name', async () => {
    await expect(ask({ mode: 'vector' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(ask({ vector: 'AAA=' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(ask({ vector: encodeVector(new Float32Array([Number.NaN, 0, 0, 0])) })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await expect(ask({ vector: encodeVector(new Float32Array(8)) })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it.each([
    ['押金是多少？', '租约规定押金为三个月的租金。'],
    ['保証金はいくらですか。', '保証金は二か月分です。'],
    ['Wie hoch ist die Kaution?', 'Die Kaution beträgt drei Monatsmieten.'],
    ['Größe', 'grosse Teile, grÖße Nummer 4'],
    ['résumé', 'The resume of the candidate'],
  ])('finds by the words of any language: %s', async (query, text) => {
    const { documents, search } = fixture;
    await addDocument(documents, 'acme', { path: 'other-words.md', contentHash: 'c', texts: [text, 'Nothing of the kind'] });
    const { passages } = await search.search('acme', { query, limit: 3, mode: 'text' });
    expect(passages.map((passage) => passage.text)).toEqual([text]);
  });

  it('ranks a rare word above frequent ones, and a short passage above a long one', async () => {
    const { documents, search } = fixture;
    const frequent = Array.from({ length: 30 }, (_, number) => `The notice period of contract ${number} is given in its annex`);
    const texts = [
      ...frequent,
      'Quokkas are given notice',
      `Quokkas live on islands ${'and eat leaves in the shade of trees '.repeat(20)}`,
    ];
    await addDocument(documents, 'ranks', { path: 'r.md', texts });
    const asked = async (query: string) =>
      (await search.search('ranks', { query, limit: 3, mode: 'text' })).passages.map(({ index }) => index);
    expect((await asked('notice period quokka')).slice(0, 1)).toEqual([30]);
    expect(await asked('quokkas')).toEqual([30, 31]);
  });
}

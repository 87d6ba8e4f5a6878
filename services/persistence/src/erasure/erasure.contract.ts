import { rmSync } from 'node:fs';
import { stagingPrefixOf } from '@docmind/contracts';
import { expect, it } from 'vitest';
import type { DocumentStore } from '../documents/document-store.port.js';
import type { SessionStore } from '../sessions/session-store.port.js';
import { addDocument } from '../testing/document.fixture.js';
import type { ErasureService } from './erasure.service.js';

const AT = '2026-01-01T00:00:00.000Z';
const session = (id: string) => ({ id, userId: 'ada', createdAt: AT, updatedAt: AT, data: {} });

export interface Erasing {
  readonly documents: DocumentStore;
  readonly sessions: SessionStore;
  readonly erasure: ErasureService;
  /** Of the erasures' journal. */
  readonly journalFile: string;
}

/** What holds in whichever database things are erased; which bytes are left is each one's own. */
export function describeErasure(opened: () => Promise<Erasing>): void {
  it('knows what a document held before, also after it was deleted, until that is erased', async () => {
    const { documents, erasure } = await opened();
    const { document } = await addDocument(documents, 'acme', { texts: ['one'], contentHash: 'c'.repeat(64) });
    await addDocument(documents, 'acme', { texts: ['two'], contentHash: 'd'.repeat(64) });
    await documents.delete('acme', document.id);
    const target = { kind: 'document' as const, id: document.id };
    expect(await erasure.traces('acme', target)).toMatchObject({ isKnown: true, contentHashes: ['c'.repeat(64), 'd'.repeat(64)] });
    expect(await erasure.traces('other', target)).toMatchObject({ isKnown: false, contentHashes: [] });
    await erasure.erase('acme', target);
    expect(await erasure.traces('acme', target)).toMatchObject({ isKnown: false, contentHashes: [] });
  });

  it('lets a document hold again what it held before', async () => {
    const { documents, erasure } = await opened();
    const put = (letter: string) => addDocument(documents, 'acme', { texts: [letter], contentHash: letter.repeat(64) });
    for (const letter of ['a', 'b', 'a', 'b', 'a']) await put(letter);
    const { document } = await put('b');
    const { contentHashes } = await erasure.traces('acme', { kind: 'document', id: document.id });
    expect(contentHashes).toEqual(['a'.repeat(64), 'b'.repeat(64)]);
  });

  it('takes the text from answers that quote the document, and what later turns made of them', async () => {
    const { documents, sessions, erasure } = await opened();
    const { document } = await addDocument(documents, 'acme', { texts: ['one'] });
    const said = (content: string, ...sources: string[]) => ({
      role: 'assistant' as const,
      content,
      metadata: { sources: sources.map((documentId) => ({ documentId })) },
    });
    const asked = (content: string, understoodAs?: string) => ({
      role: 'user' as const,
      content,
      ...(understoodAs && { metadata: { understoodAs } }),
    });
    const turns = [
      asked('first'),
      said('of nothing'),
      asked('second'),
      said('a quote', document.id),
      asked('and he?', 'and the quoted one?'),
      said('of the quote'),
      asked('third'),
      said('another quote', 'other'),
    ];
    await sessions.append('acme', session('s1'), { messages: turns });
    await sessions.append('other', session('s1'), { messages: turns });
    const target = { kind: 'document' as const, id: document.id };
    expect((await erasure.traces('acme', target)).questions).toEqual(['and he?', 'and the quoted one?', 'third']);
    expect((await erasure.erase('acme', target)).messages).toBe(2);
    const messages = async (tenant: string) => (await sessions.messages(tenant, 's1', { limit: 10, offset: 0 })).rows;
    const contents = async (tenant: string) => (await messages(tenant)).map(({ content }) => content);
    const erased = '(erased with a document that it quoted)';
    expect(await contents('acme')).toEqual(['first', 'of nothing', 'second', erased, 'and he?', erased, 'third', 'another quote']);
    expect(JSON.stringify(await messages('acme'))).not.toContain('the quoted one');
    expect(await contents('other')).toEqual(turns.map(({ content }) => content));
    expect((await erasure.erase('acme', target)).messages).toBe(0);
  });

  it('erases also where the journal was lost meanwhile', async () => {
    const { documents, erasure, journalFile } = await opened();
    const { document } = await addDocument(documents, 'acme', { texts: ['one'] });
    await erasure.erase('acme', { kind: 'session', id: 's1' });
    rmSync(journalFile);
    expect(await erasure.erase('acme', { kind: 'document', id: document.id })).toMatchObject({ documents: 1 });
    expect(await documents.find('acme', document.id)).toBeUndefined();
  });

  it('erases a tenant and nothing of another', async () => {
    const { documents, sessions, erasure } = await opened();
    for (const tenant of ['acme', 'acme2']) {
      await addDocument(documents, tenant, { texts: [`${tenant}quokka`], contentHash: 'b'.repeat(64) });
      await sessions.append(tenant, session('s1'), { messages: [{ role: 'user', content: `${tenant}numbat` }] });
      await documents.stage(tenant, `${stagingPrefixOf('c'.repeat(64))}a`, [{ index: 0, text: 'dunnart', vector: new Float32Array(4) }]);
    }
    expect(await erasure.traces('acme', { kind: 'tenant' })).toEqual({
      isKnown: true,
      contentHashes: ['b'.repeat(64)],
      questions: ['acmenumbat'],
      uploadIds: [],
    });
    expect(await erasure.erase('acme', { kind: 'tenant' })).toEqual({ documents: 1, sessions: 1, messages: 1 });
    expect((await erasure.traces('acme', { kind: 'tenant' })).questions).toEqual([]);
    expect((await erasure.traces('acme2', { kind: 'tenant' })).contentHashes).toEqual(['b'.repeat(64)]);
    expect(await documents.removeStagedBefore('2999-01-01T00:00:00.000Z')).toBe(1);
  });
}

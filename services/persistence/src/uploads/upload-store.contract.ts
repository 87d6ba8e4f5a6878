import type { KeptUpload } from '@docmind/contracts';
import { until } from '@docmind/testing';
import { expect, it } from 'vitest';
import type { DocumentStore } from '../documents/document-store.port.js';
import { addDocument, chunksOf, factsOf } from '../testing/document.fixture.js';
import type { UploadStore } from './upload-store.port.js';

const LATER = '2999-01-01T00:00:00.000Z';
const NEVER = '2000-01-01T00:00:00.000Z';

function uploadOf(given: Partial<KeptUpload> = {}): KeptUpload {
  return { uploadId: 'upload-1', path: 'a.md', mediaType: 'text/markdown', contentHash: 'b'.repeat(64), sizeBytes: 9, ...given };
}

/** What holds in whichever database uploads lie. */
export function describeUploadStore(open: () => Promise<{ uploads: UploadStore; documents: DocumentStore }>): void {
  it('promises the id that the document then has, and forgets the upload with the transaction that indexes it', async () => {
    const { uploads, documents } = await open();
    const { id } = await uploads.keep('acme', uploadOf({ tags: ['eu'] }));
    expect(await uploads.progress('upload-1', { step: 'embed', done: 32, total: 64 })).toBe(true);
    expect(await uploads.find('acme', id)).toMatchObject({
      ...{ path: 'a.md', name: 'a.md', tags: ['eu'], state: 'working' },
      ingestion: { step: 'embed', done: 32, total: 64 },
    });
    expect(await uploads.find('rival', id)).toBeUndefined();
    const indexed = await addDocument(documents, 'acme', { path: 'a.md', uploadId: 'upload-1', texts: ['one'] });
    expect(indexed.document.id).toBe(id);
    expect(await uploads.find('acme', id)).toBeUndefined();
    expect(await uploads.progress('upload-1', { step: 'index', done: 1, total: 1 })).toBe(false);
  });

  it('shows what is found of a document under the upload that is to replace it', async () => {
    const { uploads, documents } = await open();
    const { document } = await addDocument(documents, 'acme', { path: 'a.md', texts: ['one'] });
    expect(await uploads.keep('acme', uploadOf())).toMatchObject({ ...document, state: 'working' });
    await uploads.fail('upload-1', { code: 'INVALID_ARGUMENT', message: 'no text' });
    expect(await uploads.list('acme', { limit: 5, offset: 0 })).toMatchObject([
      { id: document.id, state: 'failed', chunkCount: 1, ingestion: { problem: { code: 'INVALID_ARGUMENT', message: 'no text' } } },
    ]);
  });

  it('gives up the older of two uploads of a path, also when its text is ready later', async () => {
    const { uploads, documents } = await open();
    const older = await uploads.keep('acme', uploadOf());
    const newer = await uploads.keep('acme', uploadOf({ uploadId: 'upload-2' }));
    expect(newer.id).toBe(older.id);
    await documents.stage('acme', 'staging-1', chunksOf(['older']));
    const late = factsOf({ path: 'a.md', uploadId: 'upload-1', chunkCount: 1 });
    await expect(documents.index('acme', late)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await uploads.progress('upload-1', { step: 'embed', done: 0, total: 1 })).toBe(false);
    // One whose sender waits is the newest, whatever is in the background.
    await addDocument(documents, 'acme', { path: 'a.md', texts: ['newest'] });
    await expect(documents.index('acme', { ...late, uploadId: 'upload-2' })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('goes with its document, and alone where there is none yet', async () => {
    const { uploads, documents } = await open();
    const { id } = await uploads.keep('acme', uploadOf());
    expect(await documents.delete('rival', id)).toMatchObject({ deleted: false });
    expect(await documents.delete('acme', id)).toMatchObject({ deleted: true });
    expect(await documents.delete('acme', id)).toMatchObject({ deleted: false });
  });

  it('is claimed once it was left alone for a while, and fails when that happens again and again', async () => {
    const { uploads } = await open();
    const { id } = await uploads.keep('acme', uploadOf({ tags: ['eu'] }));
    expect(await uploads.claim(['upload-1'], NEVER, NEVER)).toEqual([]);
    expect(await uploads.claim(['another'], LATER, NEVER)).toEqual([]);
    expect(await uploads.claim(['upload-1'], LATER, NEVER)).toEqual([{ ...uploadOf({ tags: ['eu'] }), tenant: 'acme' }]);
    for (const _time of [2, 3, 4, 5]) expect(await uploads.claim(['upload-1'], LATER, NEVER)).toHaveLength(1);
    expect(await uploads.claim(['upload-1'], LATER, NEVER)).toEqual([]);
    expect(await uploads.find('acme', id)).toMatchObject({ state: 'failed', ingestion: { problem: { code: 'UNAVAILABLE' } } });
  });

  it('is claimed as often as it is interrupted, as long as each try gets further or only waits', async () => {
    const { uploads } = await open();
    const { id } = await uploads.keep('acme', uploadOf());
    const claims = async () => (await uploads.claim(['upload-1'], LATER, NEVER)).length;
    const told = (step: 'waiting' | 'parse' | 'embed', done: number) => uploads.progress('upload-1', { step, done, total: 4_000 });
    for (const done of [32, 64, 96, 128, 160, 192, 224]) {
      expect([await claims(), await told('parse', 0), await told('embed', done)]).toEqual([1, true, true]);
    }
    for (const _time of Array(7)) expect([await claims(), await told('waiting', 0), await told('waiting', 0)]).toEqual([1, true, true]);
    // From here on each try does again what was done before, and ends there.
    expect(await told('parse', 0)).toBe(true);
    for (const _time of Array(4)) expect([await claims(), await told('waiting', 0), await told('embed', 224)]).toEqual([1, true, true]);
    expect(await claims()).toBe(0);
    expect(await uploads.find('acme', id)).toMatchObject({ state: 'failed', ingestion: { problem: { code: 'UNAVAILABLE' } } });
    // Sent again it begins anew.
    await uploads.keep('acme', uploadOf());
    expect(await claims()).toBe(1);
  });

  it('fails where nobody has its bytes any more', async () => {
    const { uploads } = await open();
    const { id } = await uploads.keep('acme', uploadOf());
    await uploads.claim([], LATER, LATER);
    expect(await uploads.find('acme', id)).toMatchObject({ state: 'failed' });
  });

  it('is claimed by one of those who ask at once', async () => {
    const { uploads } = await open();
    await uploads.keep('acme', uploadOf());
    const idle = new Date(Date.now() + 1).toISOString();
    await until(() => Date.now() > Date.parse(idle), 'the moment to pass');
    const claims = await Promise.all([1, 2, 3, 4].map(() => uploads.claim(['upload-1'], idle, NEVER)));
    expect(claims.flat()).toHaveLength(1);
  });
}

import { randomBytes } from 'node:crypto';
import { ORIGINAL_PART_BYTES } from '@docmind/contracts';
import { expect, it } from 'vitest';
import { addDocument } from '../testing/document.fixture.js';
import type { DocumentStore } from './document-store.port.js';
import type { OriginalStore } from './original-store.port.js';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const MIB = 1_024 ** 2;

export interface OriginalStores {
  readonly documents: DocumentStore;
  readonly originals: OriginalStore;
  /** Rows of originals, and of their parts. */
  left(): Promise<readonly number[]>;
}

/** Originals as their senders and readers see them. */
export function originalsIn({ documents, originals }: Omit<OriginalStores, 'left'>) {
  const offer = (tenant: string, stagingId: string, contentHash: string, { length: sizeBytes }: Buffer) =>
    originals.offer(tenant, { stagingId, mediaType: 'application/pdf', contentHash, sizeBytes });
  const send = async (tenant: string, stagingId: string, bytes: Buffer) => {
    for (let part = 0; part * ORIGINAL_PART_BYTES < bytes.length; part += 1)
      await originals.stage(tenant, stagingId, part, bytes.subarray(part * ORIGINAL_PART_BYTES, (part + 1) * ORIGINAL_PART_BYTES));
  };
  const add = async (tenant: string, path: string, contentHash: string, bytes: Buffer) => {
    const stagingId = `s-${tenant}-${path}-${contentHash.slice(0, 4)}`;
    if (await offer(tenant, stagingId, contentHash, bytes)) await send(tenant, stagingId, bytes);
    return (await addDocument(documents, tenant, { path, contentHash, texts: ['one'], mediaType: 'application/pdf', stagingId })).document;
  };
  const read = async (tenant: string, id: string) => {
    const parts: Buffer[] = [];
    for (let part = 0; ; part += 1) {
      const found = await originals.read(tenant, id, part);
      if (!found) return undefined;
      if (found.bytes === '') return Buffer.concat(parts);
      parts.push(Buffer.from(found.bytes, 'base64'));
    }
  };
  return { offer, send, add, read };
}

/** What holds in whichever database originals lie. */
export function describeOriginalStore(openStores: (maxBytes: number) => Promise<OriginalStores>): void {
  const opened = async ({ maxBytes = 64 * MIB }: { maxBytes?: number } = {}) => {
    const stores = await openStores(maxBytes);
    return { ...stores, ...originalsIn(stores) };
  };

  it('keeps one for all documents of a content; it goes with the last of them, and with what is replaced', async () => {
    const { documents, add, read, left } = await opened();
    const bytes = randomBytes(1_000);
    const [first, second] = [await add('acme', 'a.pdf', A, bytes), await add('acme', 'b.pdf', A, bytes)];
    expect(await left()).toEqual([1, 1]);
    await documents.delete('acme', first.id);
    expect((await read('acme', second.id))?.equals(bytes)).toBe(true);
    const newer = randomBytes(500);
    await add('acme', 'b.pdf', B, newer);
    expect([await left(), (await read('acme', second.id))?.equals(newer)]).toEqual([[1, 1], true]);
    await documents.delete('acme', second.id);
    expect(await left()).toEqual([0, 0]);
  });

  it('brings one to a document from before originals were kept, which stays as it is otherwise', async () => {
    const { documents, add, read } = await opened();
    const { document } = await addDocument(documents, 'acme', {
      path: 'a.pdf',
      contentHash: A,
      texts: ['one'],
      mediaType: 'application/pdf',
    });
    expect(document.hasOriginal).toBe(false);
    const bytes = randomBytes(1_000);
    expect(await add('acme', 'a.pdf', A, bytes)).toMatchObject({ id: document.id, hasOriginal: true });
    expect((await read('acme', document.id))?.equals(bytes)).toBe(true);
    expect(await documents.epoch('acme')).toBe(1);
  });

  it('indexes nothing while a part of the original is missing', async () => {
    const { documents, offer, send, originals } = await opened();
    const bytes = randomBytes(ORIGINAL_PART_BYTES + 10);
    expect(await offer('acme', 'staging-1', A, bytes)).toBe(true);
    await send('acme', 'staging-1', bytes.subarray(0, ORIGINAL_PART_BYTES));
    await expect(addDocument(documents, 'acme', { contentHash: A, texts: ['one'], stagingId: 'staging-1' })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining(`${ORIGINAL_PART_BYTES} of the ${bytes.length} bytes`),
    });
    expect(await documents.list('acme', { limit: 5, offset: 0 })).toEqual([]);
    await expect(originals.stage('acme', 'staging-2', 0, bytes.subarray(0, 5))).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await expect(originals.stage('globex', 'staging-1', 1, bytes.subarray(0, 10))).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it('takes no more than there is room for, counts what is on its way, and takes other formats never', async () => {
    const { documents, originals, offer, add } = await opened({ maxBytes: 1_000 });
    const first = await add('acme', 'a.pdf', A, randomBytes(600));
    expect(await add('acme', 'b.pdf', B, randomBytes(600))).toMatchObject({ path: 'b.pdf', hasOriginal: false });
    const asked = { mediaType: 'application/pdf' as const, contentHash: B, sizeBytes: 400 };
    expect([await originals.offer('acme', asked), await originals.offer('acme', { ...asked, sizeBytes: 401 })]).toEqual([true, false]);
    expect(await offer('acme', 'staging-9', B, randomBytes(400))).toBe(true);
    expect(await offer('acme', 'staging-8', 'c'.repeat(64), randomBytes(1))).toBe(false);
    await documents.delete('acme', first.id);
    expect(await offer('globex', 'staging-9', B, randomBytes(600))).toBe(true);
    const text = { stagingId: 'staging-10', mediaType: 'text/plain' as const, contentHash: A, sizeBytes: 1 };
    expect(await originals.offer('acme', text)).toBe(false);
  });

  it('lets nobody take the room of others: the oldest of whoever has more than a share go', async () => {
    const { originals, add, read, documents } = await opened({ maxBytes: 1_000 });
    const hash = (digit: number) => String(digit).repeat(64);
    const mine: string[] = [];
    for (const at of [1, 2, 3, 4, 5]) mine.push((await add('acme', `${at}.pdf`, hash(at), randomBytes(200))).id);
    const left = () => Promise.all(mine.map(async (id) => (await documents.find('acme', id))?.hasOriginal));
    expect(await left()).toEqual([true, true, true, true, true]);
    const asked = { mediaType: 'application/pdf' as const, contentHash: hash(6) };
    // All is taken: who has it gets no more, another gets half of it and not a byte beyond. To ask takes nothing.
    expect(await originals.offer('acme', { ...asked, sizeBytes: 1 })).toBe(false);
    expect(await originals.offer('globex', { ...asked, sizeBytes: 501 })).toBe(false);
    expect(await originals.offer('globex', { ...asked, sizeBytes: 500 })).toBe(true);
    expect(await left()).toEqual([true, true, true, true, true]);
    const bytes = randomBytes(300);
    const theirs = await add('globex', 'b.pdf', hash(6), bytes);
    expect((await read('globex', theirs.id))?.equals(bytes)).toBe(true);
    expect(await left()).toEqual([false, false, true, true, true]);
    expect(await read('acme', mine[0] ?? '')).toBeUndefined();
    // 100 bytes are free, and the share of three is a third: the larger of the two gives one more.
    expect((await add('initech', 'c.pdf', hash(7), randomBytes(250))).hasOriginal).toBe(true);
    expect(await left()).toEqual([false, false, false, true, true]);
    expect((await documents.find('globex', theirs.id))?.hasOriginal).toBe(true);
  });
}

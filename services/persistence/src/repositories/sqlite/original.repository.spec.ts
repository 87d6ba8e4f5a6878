import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ORIGINAL_PART_BYTES } from '@docmind/contracts';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { describeOriginalStore, originalsIn } from '../../documents/original-store.contract.js';
import { addDocument, countRows, documentsOf } from '../../testing/document.fixture.js';
import { openTestDatabase } from '../../testing/test-database.fixture.js';
import { OriginalRepository } from './original.repository.js';

const A = 'a'.repeat(64);
const MIB = 1_024 ** 2;
const KEY = 'c2l4dGVlbi1ieXRlcy1hbmQtbW9yZQ==';

async function opened({ maxBytes = 64 * MIB, key }: { maxBytes?: number; key?: string } = {}) {
  const file = join(temporaryFolder(), 'docmind.db');
  const database = await openTestDatabase(file, key);
  const [documents, originals] = [documentsOf(database), new OriginalRepository(database, maxBytes)];
  const { offer, send, add, read } = originalsIn({ documents, originals });
  const left = () => ['originals', 'original_parts'].map((table) => countRows(database, table));
  return { file, database, documents, originals, offer, send, add, read, left };
}

describe('OriginalRepository', () => {
  describeOriginalStore(async (maxBytes) => {
    const { documents, originals, left } = await opened({ maxBytes });
    return { documents, originals, left: async () => left() };
  });

  it.each([undefined, KEY])('gives back byte by byte what was kept with its document, and to no other tenant; key: %s', async (key) => {
    const { file, database, documents, add, read, originals } = await opened({ key });
    const bytes = Buffer.concat([Buffer.from('quokkasecret'.repeat(9)), randomBytes(2 * ORIGINAL_PART_BYTES + 77)]);
    const document = await add('acme', 'a.pdf', A, bytes);
    expect(document.hasOriginal).toBe(true);
    expect((await read('acme', document.id))?.equals(bytes)).toBe(true);
    expect(await originals.read('acme', document.id, 0)).toMatchObject({ name: 'a.pdf', contentHash: A, sizeBytes: bytes.length });
    expect(await read('globex', document.id)).toBeUndefined();
    // Another tenant's document of the same content has an original of its own, or none.
    const { document: other } = await addDocument(documents, 'globex', { path: 'a.pdf', contentHash: A, texts: ['one'] });
    expect([other.hasOriginal, await read('globex', other.id)]).toEqual([false, undefined]);
    const inFiles = [file, `${file}-wal`].some((path) => existsSync(path) && readFileSync(path).includes('quokkasecret'));
    expect(inFiles).toBe(key === undefined);
    await database.close();
  });

  it('forgets what nobody finished, and what a process that ended had not deleted yet', async () => {
    const { database, documents, offer, send, add, left } = await opened();
    await offer('acme', 'abandoned', A, randomBytes(10));
    await send('acme', 'abandoned', randomBytes(10));
    await documents.removeStagedBefore(new Date(Date.now() - 60_000).toISOString());
    expect(left()).toEqual([1, 1]);
    await documents.removeStagedBefore(new Date(Date.now() + 60_000).toISOString());
    expect(left()).toEqual([0, 0]);
    await add('acme', 'a.pdf', A, randomBytes(3 * ORIGINAL_PART_BYTES));
    database.connection.prepare(`UPDATE originals SET state = 'gone'`).run();
    await documents.removeStagedBefore(new Date(0).toISOString());
    expect(left()).toEqual([0, 0]);
  });

  it('keeps none where that is the setting, and lets those go that are there', async () => {
    const { database, add, left, documents } = await opened();
    const { id } = await add('acme', 'a.pdf', A, randomBytes(600));
    const off = new OriginalRepository(database, 0);
    await off.onApplicationBootstrap();
    expect(left()).toEqual([0, 0]);
    expect(await documents.find('acme', id)).toMatchObject({ hasOriginal: false });
    expect(await off.offer('acme', { stagingId: 'staging-1', mediaType: 'application/pdf', contentHash: A, sizeBytes: 1 })).toBe(false);
  });
});

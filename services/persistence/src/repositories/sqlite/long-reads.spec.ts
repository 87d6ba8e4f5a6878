import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { emptiedLog } from '@docmind/sqlite';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addDocument, axisVector, documentsOf } from '../../testing/document.fixture.js';
import { openTestDatabase } from '../../testing/test-database.fixture.js';
import { LongReads } from './long-reads.js';
import { PassageRepository } from './passage.repository.js';
import { SqliteDatabase } from './sqlite-database.js';
import { SqliteVecStore } from './sqlite-vec.store.js';

const KEY = 'c2l4dGVlbi1ieXRlcy1hbmQtbW9yZQ==';
/** Many rows for one, so that it takes a while. */
const LONG = 'WITH RECURSIVE rows(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows WHERE n < ?) SELECT count(*) FROM rows';

/** Whatever there is goes to the thread. */
async function onThread(key?: string) {
  const database = await openTestDatabase(join(temporaryFolder(), 'docmind.db'), key);
  const reads = new LongReads(database.connection, key, 0);
  onTestFinished(() => reads.close());
  const threaded = new SqliteDatabase(database.dataSource, database.connection, reads);
  return { database, reads, passages: new PassageRepository(threaded), vectors: new SqliteVecStore(threaded) };
}

describe('reads on a thread', () => {
  it.each([undefined, KEY])('find what was just committed, as those in place do; key: %s', async (key) => {
    const { database, passages, vectors } = await onThread(key);
    const inPlace = { passages: new PassageRepository(database), vectors: new SqliteVecStore(database) };
    for (const [round, word] of ['heron', 'otter', 'heron'].entries()) {
      const texts = [`the ${word} of round ${round}`, 'the pier', 'the quay'];
      const { document } = await addDocument(documentsOf(database), 'acme', { path: `${round}.md`, contentHash: `${round}`, texts });
      const asked = { tenant: 'acme', vector: axisVector(0), limit: 10 };
      const text = await passages.matchText('acme', [{ word, isPrefix: false }], 10);
      expect(text).toEqual(await inPlace.passages.matchText('acme', [{ word, isPrefix: false }], 10));
      expect(text).toHaveLength(round === 2 ? 2 : 1);
      expect(await vectors.search(asked)).toEqual(await inPlace.vectors.search(asked));
      const ids = await passages.chunkIdsOf('acme', [document.id]);
      expect(ids).toEqual(await inPlace.passages.chunkIdsOf('acme', [document.id]));
      expect((await vectors.search({ ...asked, chunkIds: ids })).map(({ chunkId }) => chunkId).sort()).toEqual(ids);
      expect(await passages.matchText('acme', [{ word, isPrefix: false }], 10, [document.id])).toEqual([ids[0]]);
      expect(await passages.matchText('other', [{ word, isPrefix: false }], 10)).toEqual([]);
    }
  });

  it('hold up nobody, not even one who writes', async () => {
    const { database, reads } = await onThread();
    let isRead = false;
    const reading = reads.column<number>(LONG, [2_000_000]).finally(() => (isRead = true));
    await turn();
    expect(isRead).toBe(false);
    await addDocument(documentsOf(database), 'acme', { texts: ['the pier'] });
    expect(await reading).toEqual([2_000_000]);
    // A reader that waits for its next statement keeps nothing in the log.
    expect(emptiedLog(database.connection)).toBe(true);
  });

  it('let the log be emptied, however much is searched and written, and wait meanwhile', async () => {
    const { database, reads } = await onThread();
    const order: string[] = [];
    const reading = (name: string) => reads.column(`${LONG}, corpus`, [200_000]).then(() => order.push(name));
    const before = [reading('before'), reading('before')];
    await addDocument(documentsOf(database), 'acme', { texts: ['the pier'] });
    const emptying = reads.alone(async () => {
      order.push('begun');
      await turn();
      order.push(`empty: ${emptiedLog(database.connection)}`);
    });
    await Promise.all([...before, emptying, reading('after')]);
    expect(order).toEqual(['before', 'before', 'begun', 'empty: true', 'after']);
    // Who wants it twice at once gets it twice, one after the other.
    await Promise.all([reads.alone(() => Promise.reject(new Error('no room'))).catch(() => undefined), reads.alone(async () => undefined)]);
    expect(await reads.column('SELECT 1', [])).toEqual([1]);
  });

  it('can only read, and say what is wrong', async () => {
    const { database, reads } = await onThread();
    await expect(reads.rows('DELETE FROM corpus RETURNING tenant', [])).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
    await expect(reads.rows('SELECT absent FROM corpus', [])).rejects.toThrow('no such column: absent');
    database.assertReadable();
    await reads.close();
    await expect(reads.rows('SELECT 1', [])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('are refused where too many wait, and finished before the file is closed', async () => {
    const { reads } = await onThread();
    const first = reads.column<number>(LONG, [100_000]);
    const waiting = Array.from({ length: 255 }, (_, n) => reads.column<number>('SELECT ?', [n]));
    await expect(reads.column('SELECT 1', [])).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
    await reads.close();
    expect(await first).toEqual([100_000]);
    expect((await Promise.all(waiting)).flat()).toEqual(waiting.map((_, n) => n));
  });
});

import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runSource, temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addDocument, countRows, documentsOf } from '../../testing/document.fixture.js';
import { openTestDatabase } from '../../testing/test-database.fixture.js';
import { OriginalRepository } from './original.repository.js';
import type { SqliteDatabase } from './sqlite-database.js';

const WRITER = new URL('../../testing/killed-writer.fixture.ts', import.meta.url);

/** Runs the writer and kills it with SIGKILL as soon as `isEnough` says so. @returns its lines. */
async function killWriter(file: string, mode: string, isEnough: (lines: readonly string[]) => boolean): Promise<string[]> {
  const child = runSource(WRITER, [file, mode]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += String(text)));
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    if (isEnough(lines)) child.kill('SIGKILL');
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself (${code}): ${complaint}`);
  return lines;
}

function parts(database: SqliteDatabase): { name: string; expected: number; chunks: number; texts: number; vectors: number }[] {
  return database.connection
    .prepare(
      `SELECT d.path AS name, d.chunk_count AS expected, count(c.id) AS chunks,
         sum(c.id IN (SELECT rowid FROM chunks_fts WHERE chunks_fts MATCH 'document')) AS texts,
         sum(c.id IN (SELECT chunk_id FROM chunks_vec)) AS vectors
       FROM documents d LEFT JOIN chunks c ON c.document_id = d.id GROUP BY d.id`,
    )
    .all() as ReturnType<typeof parts>;
}

describe('after kill -9', () => {
  it('in the middle of a replacing transaction the earlier document is whole and the upload can be repeated', async () => {
    const file = join(temporaryFolder(), 'docmind.db');
    await killWriter(file, 'middle', (lines) => lines.at(-1) === 'in the middle');

    const database = await openTestDatabase(file);
    expect(parts(database)).toEqual([{ name: 'kept.md', expected: 60, chunks: 60, texts: 60, vectors: 60 }]);
    const documents = documentsOf(database);
    expect(await documents.epoch('acme')).toBe(1);
    expect(countRows(database, 'outbox')).toBe(1);
    const [kept] = await documents.list('acme', { limit: 5, offset: 0 });
    expect(kept).toMatchObject({ contentHash: 'first', hasOriginal: true });
    const originals = new OriginalRepository(database, 1_000);
    expect(await originals.read('acme', kept?.id ?? '', 0)).toMatchObject({ contentHash: 'first', bytes: 'AQ==' });
    // What the killed one had staged goes with all that nobody finishes.
    expect(countRows(database, 'original_parts')).toBe(2);
    await documents.removeStagedBefore(new Date(Date.now() + 60_000).toISOString());
    expect(countRows(database, 'original_parts')).toBe(1);

    const again = await addDocument(documents, 'acme', { path: 'kept.md', contentHash: 'second', texts: ['new'], stagingId: 'again-1' });
    expect(again).toMatchObject({ outcome: 'replaced', epoch: 2 });
  });

  it.each([3, 8])('after %i acknowledged documents, all of those are there and each is whole', async (count) => {
    const file = join(temporaryFolder(), 'docmind.db');
    const lines = await killWriter(file, 'loop', ({ length }) => length === count);

    const database = await openTestDatabase(file);
    const lastAcknowledged = lines.length;
    expect(await documentsOf(database).epoch('acme')).toBeGreaterThanOrEqual(lastAcknowledged);
    expect(countRows(database, 'outbox')).toBe(await documentsOf(database).epoch('acme'));
    const found = parts(database);
    expect(found).toHaveLength(Math.min(5, await documentsOf(database).epoch('acme')));
    for (const { expected, chunks, texts, vectors } of found)
      expect({ chunks, texts, vectors }).toEqual({ chunks: expected, texts: expected, vectors: expected });
    expect(countRows(database, 'chunks_vec')).toBe(countRows(database, 'chunks'));
  });
});

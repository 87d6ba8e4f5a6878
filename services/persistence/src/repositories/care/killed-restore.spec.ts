import { once } from 'node:events';
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSource, temporaryFolder } from '@docmind/testing';
import { Logger } from '@nestjs/common';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addDocument, documentsOf } from '../../testing/document.fixture.js';
import { readRestoreRecord } from '../backup/restore-record.js';
import { openSafely } from '../open-safely.js';
import { openDatabase } from '../sqlite/sqlite-database.js';
import { SqliteDatabaseCare } from './sqlite-database-care.js';

const RESTORE = new URL('../../testing/killed-restore.fixture.ts', import.meta.url);

/** A database of two documents, and a backup from when it had the first. */
async function prepared() {
  const folder = temporaryFolder();
  const path = join(folder, 'docmind.db');
  const place = { path, key: undefined, root: join(folder, 'backups') };
  const add = async (name: string) => {
    const database = await openDatabase({ file: path });
    await addDocument(documentsOf(database), 'acme', { path: name, contentHash: name, texts: [name], stagingId: name });
    await database.close();
  };
  await add('first.md');
  await new SqliteDatabaseCare(place).backUp();
  await add('second.md');
  const start = async () => {
    const logger = Object.assign(new Logger(), { warn: () => undefined });
    const database = await openSafely({ ...place, restoreLatest: false, backUpFirst: false, logger });
    onTestFinished(() => database.close());
    const documents = await documentsOf(database).list('acme', { limit: 5, offset: 0 });
    return documents.map(({ path: name }) => name).sort();
  };
  return { folder, path, root: place.root, start };
}

describe('a restore that is killed', () => {
  it.each([
    [1, 'before it is decided', ['first.md', 'second.md']],
    [3, 'between its renames, with no database in place', ['first.md']],
    [4, 'before it is recorded', ['first.md']],
  ])('at rename %i, %s, leaves the one or the other to the next start', async (number, _when, documents) => {
    const { folder, path, root, start } = await prepared();
    const child = runSource(RESTORE, [path, root, String(number)]);
    let complaint = '';
    child.stderr.on('data', (text) => (complaint += String(text)));
    expect(await once(child, 'close'), complaint).toEqual([null, 'SIGKILL']);
    expect(readdirSync(folder).includes('docmind.db')).toBe(number !== 3);

    expect(await start()).toEqual(documents);
    const aside = number === 1 ? undefined : `${path}.replaced-1`;
    expect((await readRestoreRecord(root))?.movedTo).toBe(aside);
    if (aside === undefined) return;
    const former = await openDatabase({ file: aside });
    expect(await documentsOf(former).list('acme', { limit: 5, offset: 0 })).toHaveLength(2);
    await former.close();
    expect([...readdirSync(folder), ...readdirSync(root)].filter((name) => /restored$|restoring/.test(name))).toEqual([]);
  });

  it('before it had a whole copy, where no database is, is not taken for a new beginning', async () => {
    const { path, start } = await prepared();
    renameSync(path, `${path}.elsewhere`);
    writeFileSync(`${path}.restoring`, 'half a copy');
    await expect(start()).rejects.toThrow(/a restore .* was interrupted, or still runs. Restore again, or remove .*docmind\.db\.restoring/);
  });
});

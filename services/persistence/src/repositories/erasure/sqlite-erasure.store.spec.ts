import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { expect, it, onTestFinished, vi } from 'vitest';
import { SqliteBackupStore } from '../../repositories/backup/sqlite-backup.store.js';
import { LongReads } from '../../repositories/sqlite/long-reads.js';
import { SqliteDatabase } from '../../repositories/sqlite/sqlite-database.js';
import { openTestDatabase } from '../../testing/test-database.fixture.js';
import { SqliteErasureStore } from './sqlite-erasure.store.js';

const LONG = 'WITH RECURSIVE rows(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows WHERE n < 300000) SELECT count(*) FROM rows';

it('empties the log while nobody searches', async () => {
  const path = join(temporaryFolder(), 'docmind.db');
  const { dataSource, connection } = await openTestDatabase(path);
  const reads = new LongReads(connection, undefined, 0);
  onTestFinished(() => reads.close());
  const backups = new SqliteBackupStore({ connection, path, key: undefined, root: `${path}-backups` });
  const order: string[] = [];
  const reading = reads.column(LONG, []).then(() => order.push('read'));
  vi.spyOn(backups, 'emptyLog').mockImplementation(async () => void order.push('emptied'));
  await new SqliteErasureStore(new SqliteDatabase(dataSource, connection, reads), backups).scrub();
  await reading;
  expect(order).toEqual(['read', 'emptied']);
});

import { linkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { Logger } from '@nestjs/common';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSafely } from './open-safely.js';

const logger = new Logger();

async function opened(path: string) {
  const database = await openSafely({
    path,
    key: undefined,
    root: `${path}-backups`,
    restoreLatest: false,
    backUpFirst: false,
    logger,
  });
  onTestFinished(() => database.close());
  return database;
}

describe('openSafely', () => {
  it('refuses a second persistence on one database, by whichever name, and lets it in when the first has ended', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'docmind.db');
    const first = await opened(path);
    symlinkSync(path, join(folder, 'link.db'));
    for (const name of [path, join(folder, 'link.db')]) {
      await expect(opened(name)).rejects.toMatchObject({
        code: 'FAILED_PRECONDITION',
        message: expect.stringMatching(
          `^The database file ${name} is held by persistence, process ${process.pid} on .*DOCMIND_DB_PATH`,
        ) as string,
      });
    }
    first.assertReadable();
    await first.close();
    await opened(path);
  });

  it('refuses a file that has a second name, under which another could work on it', async () => {
    const [path, other] = ['docmind.db', 'other.db'].map((name) => join(temporaryFolder(), name)) as [string, string];
    await (await opened(path)).close();
    linkSync(path, other);
    for (const name of [path, other])
      await expect(opened(name)).rejects.toMatchObject({
        code: 'FAILED_PRECONDITION',
        message: expect.stringContaining('has 2 names') as string,
      });
    rmSync(other);
    await opened(path);
  });

  it('holds nothing that it could not open', async () => {
    const path = join(temporaryFolder(), 'docmind.db');
    writeFileSync(path, 'this is a letter, not a database '.repeat(300));
    await expect(opened(path)).rejects.toThrow(/is no SQLite database/);
    await expect(opened(path)).rejects.toThrow(/is no SQLite database/);
  });
});

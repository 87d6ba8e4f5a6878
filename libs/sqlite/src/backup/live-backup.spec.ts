import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite, type SqliteConnection } from '../opening/open-sqlite.js';
import { type Backup, listBackups, readBackup } from './backup-files.js';
import { LiveBackup, type LiveDatabase } from './live-backup.js';
import { holdCheckpoints } from './log-follower.js';
import { putInPlace, stageBackup, verifyBackup } from './restore-backup.js';

const KEY = 'c2l4dGVlbi1ieXRlcy1hbmQtbW9yZQ==';
const SECRET = 'a very secret note ';
const OPTIONS = { key: undefined, extensions: [], tables: ['notes', 'nowhere'] };

const countIn = (connection: SqliteConnection): number => connection.prepare('SELECT count(*) FROM notes').pluck().get() as number;

function opened(path: string, key?: string): SqliteConnection {
  const connection = openSqlite({
    path,
    settings: { path: 'A_PATH', key: 'A_KEY' },
    key,
    survives: 'a crash',
    busyTimeoutMs: 1_000,
    onUnreadable: 'refuse',
  });
  onTestFinished(() => void connection.close());
  return connection;
}

/** A database of 50 notes in a folder, with its backups beside it. */
function started(key?: string) {
  const folder = temporaryFolder();
  const path = join(folder, 'docmind.db');
  const connection = opened(path, key);
  connection.exec('CREATE TABLE notes (text TEXT)');
  const insert = connection.prepare('INSERT INTO notes VALUES (?)');
  const write = (count: number): void => {
    for (let done = 0; done < count; done += 1) insert.run(SECRET.repeat(100));
  };
  write(50);
  const live: LiveDatabase = { connection, path, isEncrypted: key !== undefined, countRows: () => ({ notes: countIn(connection) }) };
  return { folder, path, root: join(folder, 'backups'), connection, live, write };
}

async function begun(live: LiveDatabase, root: string) {
  holdCheckpoints(live.connection);
  return LiveBackup.begin(live, root);
}

async function only(root: string): Promise<Backup> {
  const [backup, ...others] = await listBackups(root);
  if (!backup || others.length > 0) throw new Error(`${others.length + 1} backups`);
  return backup;
}

describe('a backup of a database at work', () => {
  it.each([undefined, KEY])('holds what was committed before its last increment, across checkpoints; key: %s', async (key) => {
    const { folder, root, live, write, connection } = started(key);
    const options = { ...OPTIONS, key };
    connection.pragma('wal_checkpoint(PASSIVE)');
    const running = await begun(live, root);
    expect(await verifyBackup(await only(root), options, running.counts)).toEqual({ notes: 50 });
    for (let round = 0; round < 4; round += 1) {
      write(30);
      await running.follow();
      write(5);
      if (round % 2 === 0) await running.checkpoint();
    }
    await running.follow();
    write(7);
    expect(await verifyBackup(await only(root), options)).toEqual({ notes: 190 });
    const target = join(folder, 'restored.db');
    const staged = await stageBackup(await only(root), target, options);
    expect(staged.counts).toEqual({ notes: 190 });
    expect(await putInPlace(staged.file, target, 'damaged')).toBeUndefined();
    expect(countIn(opened(target, key))).toBe(190);
    if (key === undefined) return;
    for (const name of readdirSync(join(root, readdirSync(root)[0] as string)))
      expect(readFileSync(join(root, readdirSync(root)[0] as string, name)).includes('very secret')).toBe(false);
    await expect(verifyBackup(await only(root), { ...options, key: `${KEY}x` })).rejects.toThrow(/another key/);
  });

  it('is consistent though others write and checkpoints run while it is made', async () => {
    const { root, live, write } = started();
    const beginning = begun(live, root);
    let isBegun = false;
    const writing = (async () => {
      for (let turn = 0; !isBegun; turn += 1) {
        write(3);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const running = await beginning;
    isBegun = true;
    await writing;
    for (let round = 0; round < 20; round += 1) {
      write(11);
      const following = round % 3 === 0 ? running.checkpoint() : running.follow();
      write(2);
      await following;
    }
    write(1);
    await running.follow();
    const expected = countIn(live.connection);
    expect(await verifyBackup(await only(root), OPTIONS)).toEqual({ notes: expected });
  });

  it('begins anew in the log once its pages are in the file', async () => {
    const { path, root, live, write } = started();
    const running = await begun(live, root);
    for (let round = 0; round < 5; round += 1) {
      write(100);
      await running.checkpoint();
    }
    expect(running.pendingFrames()).toBe(0);
    expect(statSync(`${path}-wal`).size).toBeLessThan(1_500_000);
    expect((await only(root)).increments.at(-1)?.run).toBeGreaterThan(3);
  });

  it('goes on across a log that it empties itself', async () => {
    const { path, root, live, write } = started();
    const running = await begun(live, root);
    for (let round = 0; round < 4; round += 1) {
      write(20);
      if (round % 2 === 0) await running.follow();
      await running.emptyLog();
      expect([statSync(`${path}-wal`).size, running.pendingFrames()]).toEqual([0, 0]);
      if (round === 2) await running.emptyLog();
    }
    expect(await verifyBackup(await only(root), OPTIONS)).toEqual({ notes: 130 });
    write(7);
    await running.follow();
    expect(await verifyBackup(await only(root), OPTIONS)).toEqual({ notes: 137 });
  });

  it('goes back to a moment between two increments', async () => {
    const { folder, root, live, write } = started();
    const running = await begun(live, root);
    write(10);
    await running.follow();
    const { increments } = await only(root);
    write(10);
    await running.follow();
    const target = join(folder, 'restored.db');
    const at = new Date(Date.parse(increments.at(-1)?.at ?? '')).toISOString();
    expect(await stageBackup(await only(root), target, { ...OPTIONS, at })).toMatchObject({ until: at, counts: { notes: 60 } });
    await expect(stageBackup(await only(root), target, { ...OPTIONS, at: '2020-01-01T00:00:00Z' })).rejects.toThrow(/begins later/);
  });

  it('moves aside what it takes the place of', async () => {
    const { path, root, live, connection, write } = started();
    const running = await begun(live, root);
    write(1);
    await running.follow();
    connection.close();
    writeFileSync(path, 'a letter '.repeat(1_000));
    const { file, counts } = await stageBackup(await only(root), path, OPTIONS);
    expect([counts, await putInPlace(file, path, 'damaged')]).toEqual([{ notes: 51 }, `${path}.damaged-1`]);
    expect(readFileSync(`${path}.damaged-1`, 'utf8')).toContain('a letter');
    expect(countIn(opened(path))).toBe(51);
  });

  it.each([
    ['a bit of its base', (folder: string) => flip(join(folder, 'base.db'), 2_000), /its bytes have changed/],
    ['a bit of its log', (folder: string) => flip(join(folder, '1.wal'), 9_000), /1\.wal is damaged: \d+ of its \d+ frames/],
    ['the end of its log', (folder: string) => truncateSync(join(folder, '1.wal'), 9_000), /1\.wal is shorter/],
    ['its manifest', (folder: string) => writeFileSync(join(folder, 'manifest.json'), '{}'), /manifest\.json can't be read/],
    [
      'the list of its increments',
      (folder: string) => writeFileSync(join(folder, 'increments.jsonl'), ''),
      /increments\.jsonl can't be read/,
    ],
  ])('is refused when %s is damaged, and the database stays', async (_what, damage, words) => {
    const { path, root, live, write, connection } = started();
    const running = await begun(live, root);
    write(20);
    await running.follow();
    damage(running.folder);
    const restoring = async () => stageBackup((await readBackup(running.folder)) as Backup, path, OPTIONS);
    await expect(restoring()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', message: expect.stringMatching(words) });
    expect(countIn(connection)).toBe(70);
    expect(readdirSync(join(path, '..')).sort()).toEqual(['backups', 'docmind.db', 'docmind.db-shm', 'docmind.db-wal']);
  });

  it('ends where somebody else emptied the log under it', async () => {
    const { path, root, live, write } = started();
    const running = await begun(live, root);
    write(20);
    const other = opened(path);
    other.pragma('wal_checkpoint(TRUNCATE)');
    write(1);
    await expect(running.follow()).rejects.toThrow(/Another process wrote to/);
    expect(await verifyBackup(await only(root), OPTIONS)).toEqual({ notes: 50 });
  });

  it('that was never finished is no backup', async () => {
    const { root, live } = started();
    const running = await begun(live, root);
    rmSync(join(running.folder, 'manifest.json'));
    expect(await listBackups(root)).toEqual([]);
  });
});

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(file, bytes);
}

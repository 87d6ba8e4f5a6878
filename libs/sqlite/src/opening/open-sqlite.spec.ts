import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot, temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPlain } from './encryption.js';
import { emptiedLog } from './free-pages.js';
import { moveAside } from './move-aside.js';
import { openSqlite, type SqliteConnection, type SqliteOptions } from './open-sqlite.js';

const KEY = 'c2l4dGVlbi1ieXRlcy1hbmQtbW9yZQ==';
const LETTER = 'this is a letter, not a database '.repeat(300);

const newPath = (): string => join(temporaryFolder(), 'deep', 'a.db');

function open(path: string, change: Partial<SqliteOptions> = {}, version?: string): SqliteConnection {
  const settings = { path: 'A_PATH', key: 'A_KEY_FILE' };
  const connection = openSqlite(
    { path, settings, survives: 'a power cut', busyTimeoutMs: 1_000, onUnreadable: 'refuse', ...change },
    version,
  );
  onTestFinished(() => void connection.close());
  return connection;
}

/** A file with some pages, closed. */
function write(path: string, change: Partial<SqliteOptions> = {}): void {
  const connection = open(path, change);
  connection.exec('CREATE TABLE notes (text TEXT)');
  for (let count = 0; count < 50; count += 1) connection.prepare('INSERT INTO notes VALUES (?)').run('a very secret note '.repeat(50));
  connection.close();
}

/** As another process finds it: a process sees none of its own locks. */
function takenByOthers(path: string): string {
  const script =
    `const file = require('better-sqlite3')(${JSON.stringify(path)}, { timeout: 0 });` +
    `file.pragma('locking_mode = EXCLUSIVE'); try { file.exec('BEGIN EXCLUSIVE; ROLLBACK'); console.log('free'); } catch (thrown) { console.log(thrown.code); }`;
  return execFileSync(process.execPath, ['-e', script], { cwd: repositoryRoot(), encoding: 'utf8' }).trim();
}

/** Descriptors of this process that keep the space of a file that was removed; known on Linux only. */
function heldThoughGone(path: string): string[] {
  const folder = '/proc/self/fd';
  const names = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  return names.filter((name) => lstatSync(name, { throwIfNoEntry: false }) && readlinkSync(name) === `${path} (deleted)`);
}

function damage(path: string): Buffer {
  const bytes = readFileSync(path).fill(0xab, 4_096, 16_384);
  writeFileSync(path, bytes);
  return bytes;
}

/** What SQLite keeps beside a file while all of its pages are written anew, and removes last. */
function journalOf(file: Buffer): Buffer {
  const [pageSize, sectorSize] = [file.readUInt16BE(16), 512];
  const pages = Array.from({ length: file.length / pageSize }, (_, index) => file.subarray(index * pageSize, (index + 1) * pageSize));
  const head = Buffer.alloc(sectorSize);
  head.write('d9d505f920a163d7', 'hex');
  [pages.length, 0, pages.length, sectorSize, pageSize].forEach((value, index) => head.writeUInt32BE(value, 8 + 4 * index));
  const records = pages.map((page, index) => Buffer.concat([bigEndian(index + 1), page, bigEndian(checksumOf(page))]));
  return Buffer.concat([head, ...records]);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function checksumOf(page: Buffer): number {
  let sum = 0;
  for (let at = page.length - 200; at > 0; at -= 200) sum += page[at] ?? 0;
  return sum;
}

function writeLetter(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, LETTER);
}

const notesIn = (connection: SqliteConnection): unknown => connection.prepare('SELECT count(*) FROM notes').pluck().get();

describe('openSqlite', () => {
  it('overwrites what is deleted, and what was deleted before it did, where that is asked for', () => {
    const path = newPath();
    const isLeft = () => [path, `${path}-wal`].some((file) => existsSync(file) && readFileSync(file).includes('secret'));
    write(path);
    const before = open(path);
    before.exec('DELETE FROM notes');
    before.close();
    expect(isLeft()).toBe(true);
    open(path).close();
    expect(isLeft()).toBe(true);
    const after = open(path, { isOwner: true });
    emptiedLog(after);
    expect(isLeft()).toBe(false);
    after.prepare('INSERT INTO notes VALUES (?)').run('a very secret note '.repeat(500));
    emptiedLog(after);
    expect(isLeft()).toBe(true);
    after.exec('DELETE FROM notes');
    expect([emptiedLog(after), isLeft()]).toEqual([true, false]);
  });

  it('makes a file in WAL mode, in a folder for this user only', () => {
    const path = newPath();
    const connection = open(path, { pageSize: 8_192, prepare: (made) => void made.exec('CREATE TABLE a (b)') });
    const pragma = (name: string): unknown => connection.pragma(name, { simple: true });
    expect(['journal_mode', 'synchronous', 'busy_timeout', 'page_size'].map(pragma)).toEqual(['wal', 2, 1_000, 8_192]);
    expect([statSync(dirname(path)), statSync(path), statSync(`${path}-wal`)].map(({ mode }) => mode & 0o777)).toEqual([
      0o700, 0o600, 0o600,
    ]);
  });

  it('spares the sync of each commit where only a crash must be survived', () => {
    expect(open(newPath(), { survives: 'a crash' }).pragma('synchronous', { simple: true })).toBe(1);
  });

  it('refuses a SQLite that can damage a file, before it makes one', () => {
    const path = newPath();
    expect(() => open(path, {}, '3.51.2')).toThrow(/SQLite 3\.51\.2 can damage/);
    expect(existsSync(path)).toBe(false);
  });

  it('encrypts with a key, and refuses any other one with words', () => {
    const path = newPath();
    write(path, { key: KEY });
    const bytes = readFileSync(path);
    expect(bytes.includes('SQLite format 3')).toBe(false);
    expect(bytes.includes('very secret')).toBe(false);
    for (const key of [undefined, `${KEY}x`, "it's another"])
      expect(() => open(path, { key })).toThrow(/another key than A_KEY_FILE holds/);
    expect(notesIn(open(path, { key: KEY }))).toBe(50);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('goes back to the plain file when its encryption was killed at the last moment, and encrypts it again', () => {
    const path = newPath();
    write(path);
    const plain = readFileSync(path);
    open(path, { key: KEY, isOwner: true }).close();
    expect(readFileSync(path).includes('SQLite format 3')).toBe(false);
    writeFileSync(`${path}-journal`, journalOf(plain));
    expect(notesIn(open(path, { key: KEY, isOwner: true }))).toBe(50);
    expect([readFileSync(path).includes('very secret'), existsSync(`${path}-journal`)]).toEqual([false, false]);
    expect(heldThoughGone(`${path}-journal`)).toEqual([]);
  });

  it.each([undefined, KEY])('keeps its file from others, whoever of this process looks whether it is encrypted (key: %s)', (key) => {
    const path = newPath();
    const connection = open(path, { key, isOwner: true });
    connection.exec('CREATE TABLE notes (text TEXT)');
    expect(takenByOthers(path)).toBe('SQLITE_BUSY');
    expect(isPlain(path)).toBe(key === undefined);
    open(path, { key });
    expect(takenByOthers(path)).toBe('SQLITE_BUSY');
  });

  describe('a file that cannot be read', () => {
    it('is refused with words and left as it is', () => {
      const path = newPath();
      write(path);
      const bytes = damage(path);
      expect(() => open(path)).toThrow(
        expect.objectContaining({ code: 'FAILED_PRECONDITION', message: expect.stringMatching(/a\.db is damaged.*backup/) }),
      );
      expect(readFileSync(path).equals(bytes)).toBe(true);
    });

    it('is moved with all that belongs to it', () => {
      const path = newPath();
      writeLetter(path);
      for (const suffix of ['-wal', '-shm', '-journal']) writeFileSync(path + suffix, LETTER);
      moveAside(path, 'damaged');
      expect(['', '-wal', '-shm', '-journal'].map((suffix) => existsSync(path + suffix))).toEqual([false, false, false, false]);
    });

    it('that is no database at all is refused, too', () => {
      const path = newPath();
      writeLetter(path);
      expect(() => open(path)).toThrow(/is no SQLite database/);
      expect(readFileSync(path, 'utf8')).toBe(LETTER);
    });

    it.each(['damaged', 'a letter'])('is moved aside when it can be made again: %s', (kind) => {
      const path = newPath();
      const moved: string[] = [];
      if (kind === 'damaged') write(path);
      const bytes = kind === 'damaged' ? damage(path) : (writeLetter(path), readFileSync(path));
      const onUnreadable = (movedTo: string, reason: string): void => void moved.push(`${movedTo}: ${reason}`);
      const connection = open(path, { onUnreadable, prepare: (made) => void made.exec('CREATE TABLE IF NOT EXISTS notes (text TEXT)') });
      expect(moved).toEqual([`${path}.damaged-1: damaged`]);
      expect(notesIn(connection)).toBe(0);
      expect(readFileSync(`${path}.damaged-1`).equals(bytes)).toBe(true);
    });

    it.each(['missing', 'empty'])('is %s beside a log that holds commits: refused, and the log stays', (kind) => {
      const path = newPath();
      const writer = open(path);
      writer.exec('CREATE TABLE notes (text TEXT)');
      if (kind === 'missing') rmSync(path);
      else truncateSync(path);
      const log = readFileSync(`${path}-wal`);
      expect(() => open(path)).toThrow(new RegExp(`a\\.db is ${kind}, but its log .*a\\.db-wal holds ${log.length} bytes`));
      expect(readFileSync(`${path}-wal`).equals(log)).toBe(true);
      const moved: string[] = [];
      expect(open(path, { onUnreadable: (movedTo) => void moved.push(movedTo) }).pragma('quick_check', { simple: true })).toBe('ok');
      expect(readFileSync(`${moved[0]}-wal`).equals(log)).toBe(true);
    });

    it('by another schema is refused where it cannot be made again', () => {
      const path = newPath();
      const prepare = (made: SqliteConnection): void => void made.exec('CREATE TABLE IF NOT EXISTS notes (text TEXT)');
      open(path, { schemaVersion: 3, prepare }).close();
      open(path, { schemaVersion: 3, prepare }).close();
      expect(() => open(path, { schemaVersion: 2, prepare })).toThrow(/of version 3, and this one knows 2/);
    });
  });

  it('makes the tables whole or not at all', () => {
    const path = newPath();
    const prepare = (made: SqliteConnection): void => {
      made.exec('CREATE TABLE a (b)');
      throw new Error('interrupted');
    };
    expect(() => open(path, { schemaVersion: 1, prepare })).toThrow('interrupted');
    expect(open(path).prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(0);
  });

  it('says so when the path is a folder, or is below a file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    for (const path of [folder, join(folder, 'file', 'a.db')]) expect(() => open(path)).toThrow(/A_PATH must lead to a file/);
  });
});

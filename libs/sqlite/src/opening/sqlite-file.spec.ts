import { temporaryFolder } from '@docmind/testing';
import { existsSync, openSync, closeSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SqliteFile } from './sqlite-file.js';

function open(path: string, moved: string[] = [], version = 1): SqliteFile {
  return new SqliteFile({
    path,
    settings: { path: 'DOCMIND_DATA_DIR' },
    schemaVersion: version,
    prepare: (database) => void database.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT)'),
    onUnreadable: (movedTo, reason) => void moved.push(`${movedTo}: ${reason}`),
  });
}

function fill(file: SqliteFile, count: number): void {
  file.run(() => {
    for (let id = 0; id < count; id += 1) file.statement('INSERT INTO notes (text) VALUES (?)').run('x'.repeat(500));
  });
}

function count(file: SqliteFile): unknown {
  return file.read(() => file.statement('SELECT count(*) AS n FROM notes').get());
}

describe('SqliteFile', () => {
  it('rolls a failed transaction back', () => {
    const file = open(':memory:');
    expect(() =>
      file.run(() => {
        file.statement("INSERT INTO notes (text) VALUES ('a')").run();
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(count(file)).toEqual({ n: 0 });
    file.close();
  });

  it('moves a file with damaged pages aside and starts empty, each time under a free name', () => {
    const path = join(temporaryFolder(), 'a.db');
    const moved: string[] = [];
    for (const round of [1, 2]) {
      const healthy = open(path, moved);
      fill(healthy, 200);
      healthy.close();
      const descriptor = openSync(path, 'r+');
      writeSync(descriptor, Buffer.alloc(statSync(path).size - 100, 0xa5), 0, undefined, 100);
      closeSync(descriptor);
      const rebuilt = open(path, moved);
      expect(moved).toHaveLength(round);
      expect(existsSync(`${path}.damaged-${round}`)).toBe(true);
      expect(count(rebuilt)).toEqual({ n: 0 });
      rebuilt.close();
    }
  });

  it('goes on with a damaged write-ahead log', () => {
    const path = join(temporaryFolder(), 'a.db');
    const first = open(path);
    fill(first, 10);
    first.close();
    writeFileSync(`${path}-wal`, 'rubbish');
    const second = open(path);
    expect(count(second)).toEqual({ n: 10 });
    second.close();
  });

  it('moves a file of another version aside, as it is', () => {
    const path = join(temporaryFolder(), 'a.db');
    const older = open(path);
    fill(older, 10);
    older.close();
    const moved: string[] = [];
    const newer = open(path, moved, 2);
    expect(count(newer)).toEqual({ n: 0 });
    newer.close();
    expect(moved).toEqual([`${path}.old-1: written by another version`]);
    const kept = open(`${path}.old-1`);
    expect(count(kept)).toEqual({ n: 10 });
    kept.close();
  });

  it('waits for its turn while another connection writes, and holds nobody up meanwhile', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const [one, two] = [open(path), open(path)];
    let waited: Promise<void> | undefined;
    one.run(() => {
      one.statement("INSERT INTO notes (text) VALUES ('one')").run();
      waited = two.runPatiently(() => void two.statement("INSERT INTO notes (text) VALUES ('two')").run());
    });
    await waited;
    expect(count(one)).toEqual({ n: 2 });
    one.close();
    two.close();
  });

  it('tells that another connection changed the file', () => {
    const path = join(temporaryFolder(), 'a.db');
    const [one, two] = [open(path), open(path)];
    const before = one.othersVersion();
    fill(one, 1);
    expect(one.othersVersion()).toBe(before);
    fill(two, 1);
    expect(one.othersVersion()).not.toBe(before);
    one.close();
    two.close();
  });

  it('comes back by itself after damage that was met at work', () => {
    const path = join(temporaryFolder(), 'a.db');
    const moved: string[] = [];
    const file = open(path, moved);
    // More than the driver keeps in memory, and none of it in the log.
    fill(file, 50_000);
    file.statement('PRAGMA wal_checkpoint(TRUNCATE)').all();
    truncateSync(path, 8_192 * 2);
    expect(() => count(file)).toThrow();
    expect(count(file)).toEqual({ n: 0 });
    expect(moved).toEqual([`${path}.damaged-1: damaged`]);
    file.close();
  });

  it('does not hide an error that is no damage', () => {
    expect(() => open(temporaryFolder())).toThrow();
  });
});

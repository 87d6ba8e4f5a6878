import { temporaryFolder } from '@docmind/testing';
import { existsSync, openSync, closeSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SqliteFile } from './sqlite-file.js';

function open(path: string, moved: string[] = []): SqliteFile {
  return new SqliteFile({
    path,
    prepare: (database) => void database.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT)'),
    onRebuilt: (movedTo) => void moved.push(movedTo),
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

  it('does not hide an error that is no damage', () => {
    expect(() => open(temporaryFolder())).toThrow();
  });
});

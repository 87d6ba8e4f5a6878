import { closeSync, openSync, readSync } from 'node:fs';
import type Database from 'better-sqlite3';

const PLAIN = Buffer.from('SQLite format 3\0');

/** Whether the file is a database that nobody encrypted. */
export function isPlain(path: string): boolean {
  const head = Buffer.alloc(PLAIN.length);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return false;
  }
  try {
    return readSync(file, head, 0, head.length, 0) === head.length && head.equals(PLAIN);
  } finally {
    closeSync(file);
  }
}

export function unlock(connection: Database.Database, key: string): void {
  connection.pragma(`key = ${quoted(key)}`);
}

/** Every page, those that are free too; a crash in between leaves the file as it was. The log must be empty for that, so it is taken away first. */
export function encryptWhole(connection: Database.Database, key: string): void {
  connection.pragma('journal_mode = DELETE');
  connection.pragma(`rekey = ${quoted(key)}`);
}

function quoted(key: string): string {
  return `'${key.replaceAll("'", "''")}'`;
}

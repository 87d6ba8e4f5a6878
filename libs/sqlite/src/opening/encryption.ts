import { closeSync, openSync, readSync } from 'node:fs';
import type Database from 'better-sqlite3';

const PLAIN = Buffer.from('SQLite format 3\0');

/** Where the header of a rollback journal says how long it is padded; the first page of the file follows, behind its number. */
const SECTOR_SIZE_AT = 20;
const NUMBER_BYTES = 4;

/**
 * Whether the file is a database that nobody encrypted, or one whose encryption was killed while it was written: its journal still holds it as it
 * was, and only whoever opens it without the key can go back to that.
 */
export function isPlain(path: string): boolean {
  return bytesAt(path, 0, PLAIN.length).equals(PLAIN) || isJournalPlain(`${path}-journal`);
}

function isJournalPlain(journal: string): boolean {
  const sectorSize = bytesAt(journal, SECTOR_SIZE_AT, NUMBER_BYTES);
  if (sectorSize.length < NUMBER_BYTES) return false;
  return bytesAt(journal, sectorSize.readUInt32BE() + NUMBER_BYTES, PLAIN.length).equals(PLAIN);
}

/** Fewer where the file ends before, none where it is not there. */
function bytesAt(path: string, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return bytes.subarray(0, 0);
  }
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, length, position));
  } finally {
    closeSync(file);
  }
}

export function unlock(connection: Database.Database, key: string): void {
  connection.pragma(`key = ${quoted(key)}`);
}

/** Every page, those that are free too; a crash in between leaves the file as it was, or a journal from which `isPlain` knows that it goes back. The log must be empty for that, so it is taken away first. */
export function encryptWhole(connection: Database.Database, key: string): void {
  connection.pragma('journal_mode = DELETE');
  connection.pragma(`rekey = ${quoted(key)}`);
}

function quoted(key: string): string {
  return `'${key.replaceAll("'", "''")}'`;
}

import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
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
  const descriptor = descriptorOf(path);
  return (descriptor !== undefined && bytesAt(descriptor, 0, PLAIN.length).equals(PLAIN)) || isJournalPlain(`${path}-journal`);
}

/** SQLite holds no lock on a journal, so it is closed again: once it is played back its space is free. */
function isJournalPlain(path: string): boolean {
  if (!existsSync(path)) return false;
  const journal = openSync(path, 'r');
  try {
    const sectorSize = bytesAt(journal, SECTOR_SIZE_AT, NUMBER_BYTES);
    if (sectorSize.length < NUMBER_BYTES) return false;
    return bytesAt(journal, sectorSize.readUInt32BE() + NUMBER_BYTES, PLAIN.length).equals(PLAIN);
  } finally {
    closeSync(journal);
  }
}

/**
 * Read through a descriptor that stays open. Whichever descriptor of a file a process closes, all its locks on the file go, those of its SQLite
 * connections too, which don't learn of it: others would take the database for free while it is written.
 */
const descriptors = new Map<string, { readonly descriptor: number; readonly file: string }>();

/** Fewer where the file ends before. */
function bytesAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
}

/** A new one where another file has taken its place. */
function descriptorOf(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) return undefined;
  const file = `${found.dev}:${found.ino}`;
  const kept = descriptors.get(path);
  if (kept?.file === file) return kept.descriptor;
  const descriptor = openSync(path, 'r');
  descriptors.set(path, { descriptor, file });
  return descriptor;
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

// Who works on a folder or a database, known to every process. Node can't lock files; SQLite can, and the lock ends with the process, however that ends.
import { chmodSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { AppError } from '@docmind/errors';
import Database from 'better-sqlite3';
import { explainSqlite, isBusy } from './sqlite-fault.js';

export interface HoldWish {
  /** An empty file that is made where it isn't there, and stays: who removed it would let two in. */
  readonly lock: string;
  /** What is held, as the first words of a refusal: "The data folder /home/ada/.docmind". */
  readonly what: string;
  /** Who wants it: "persistence". */
  readonly holder: string;
  /** What a refused one can do. */
  readonly instead: string;
  /** The setting that leads to the lock. */
  readonly setting: string;
}

export interface Hold {
  /** A second time it does nothing. */
  release(): void;
}

/** Two that start in the same moment can each keep the other from the lock: one of them tries again within this time. */
const BUSY_TIMEOUT_MS = 200;

/** A connection that nothing refers to is closed, and its lock with it. */
const held = new Set<Database.Database>();

/**
 * One holder at a time, in this process and all others. The lock must be opened by nobody but SQLite: to close a descriptor of it takes it away.
 * @throws AppError FAILED_PRECONDITION naming who holds it, or that the lock can't be made
 */
export function hold(wish: HoldWish): Hold {
  const connection = lockedBy(wish);
  held.add(connection);
  // Beside the lock and not in it: whoever is refused reads it, and that may be another part of the process that holds.
  const note = noteOf(wish.lock);
  noteHolder(note, `${wish.holder}, process ${process.pid} on ${hostname()}, since ${new Date().toISOString()}`);
  const release = (): void => {
    if (!held.delete(connection)) return;
    rmSync(note, { force: true });
    connection.close();
  };
  return { release };
}

/** Beside a file by its real name: a link to it, or to its folder, leads to the same lock. */
export function lockBeside(file: string): string {
  return `${realNameOf(file)}.lock`;
}

function lockedBy({ lock, what, instead, setting }: HoldWish): Database.Database {
  let connection: Database.Database | undefined;
  try {
    mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
    connection = new Database(lock, { timeout: BUSY_TIMEOUT_MS });
    chmodSync(lock, 0o600);
    // Nothing is ever written: the file stays empty. A journal of its own would be left behind by a kill.
    connection.pragma('journal_mode = MEMORY');
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection?.close();
    if (!isBusy(error)) throw explainSqlite(error, lock, { path: setting });
    throw new AppError('FAILED_PRECONDITION', `${what} is held by ${holderIn(noteOf(lock))}. ${instead}`);
  }
}

const noteOf = (lock: string): string => `${lock}.json`;

/** It only makes a refusal clearer: a full disk is told by whoever needs the room. */
function noteHolder(note: string, by: string): void {
  try {
    writeFileSync(`${note}.new`, `${JSON.stringify({ by })}\n`, { mode: 0o600 });
    renameSync(`${note}.new`, note);
  } catch {
    rmSync(note, { force: true });
  }
}

function holderIn(note: string): string {
  try {
    const { by } = JSON.parse(readFileSync(note, 'utf8')) as { by?: unknown };
    if (typeof by === 'string') return by;
  } catch {
    // It has just begun to hold, or had no room for the note.
  }
  return 'another process';
}

function realNameOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return join(realFolderOf(dirname(file)), basename(file));
  }
}

function realFolderOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

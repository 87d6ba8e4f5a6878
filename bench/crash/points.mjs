// Points of one record at which the power goes, and what the service's own opening makes of what is left.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Disk } from './disk.mjs';

const DATABASE = 'docmind.db';
const SILENT = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** The same everywhere: a point is known by its seed. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many points, in order. */
export function anyPoints(operations, count, random) {
  return Array.from({ length: count }, () => 1 + Math.floor(random() * operations.length)).sort((one, other) => one - other);
}

/** @param {{at: number[], files: Map<string, Buffer>}} run points in their order; what lay there before; what was owed */
export function* powerCuts(operations, { at, random, files, ledger }) {
  const disk = new Disk(random, files);
  let done = 0;
  for (const point of at) {
    for (; done < point; done += 1) take(operations[done], disk, ledger);
    yield { point, files: disk.cut(random), ledger };
  }
}

function take(operation, disk, ledger) {
  if (operation.kind === 'promise') ledger.read(String(operation.data));
  else disk.apply(operation);
}

export function writeFiles(folder, files) {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes, { mode: 0o600 });
  }
}

/**
 * @param {{openSafely: Function, BackupArchive: Function}} code of persistence
 * @returns {Promise<{lost: string[], half: string[], unreadable: string[], bad_backups: string[], backups: number}>}
 */
export async function lookAt(folder, ledger, { openSafely, BackupArchive }, { withBackups }) {
  const found = { lost: [], half: [], unreadable: [], bad_backups: [], backups: 0 };
  const root = join(folder, 'backups');
  let database;
  try {
    const place = { path: join(folder, DATABASE), key: undefined, root };
    database = await openSafely({ ...place, restoreLatest: false, backUpFirst: false, logger: SILENT });
    Object.assign(found, ledger.check(database.connection));
  } catch (error) {
    found.unreadable.push(error.message);
  } finally {
    await database?.close();
  }
  if (withBackups) await lookAtBackups(new BackupArchive(root, undefined), ledger.newestBackup, found);
  rmSync(folder, { recursive: true, force: true });
  return found;
}

/** One that was never finished is none; all others are good up to their last increment, and one that was acknowledged is there. */
async function lookAtBackups(archive, owed, found) {
  const kept = await archive.list((id, reason) => found.bad_backups.push(`backup ${id}: ${reason}`));
  if (owed !== undefined && !kept.some(({ id }) => id === owed)) found.bad_backups.push(`backup ${owed} is not there`);
  for (const { id } of kept.slice(-1)) {
    found.backups += 1;
    await archive.verify(id).catch((error) => found.bad_backups.push(`backup ${id}: ${error.message}`));
  }
}

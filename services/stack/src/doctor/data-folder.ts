// The folder of databases: room, rights, and how long the disk takes for a write that is safe.
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { assertRoom } from '@docmind/bootstrap';
import type { Finding } from './finding.js';

const GIB = 1024 ** 3;
const NEEDED_DISK_BYTES = 1 * GIB;
const WRITES = 16;
const PAGE_BYTES = 4_096;
/** The gate of the database: docs/gates.md. */
const SLOW_WRITE_MS = 50;

/** It is made where it isn't there. */
export async function dataFolderFindings(dir: string): Promise<Finding[]> {
  const what = `data folder ${dir}`;
  try {
    await mkdir(dir, { recursive: true });
    await access(dir, constants.W_OK);
    await assertRoom(dir);
    return [await room(what, dir), await speed(dir), ...(await rights(dir))];
  } catch (thrown) {
    const { code, message } = thrown as { readonly code?: string; readonly message?: string };
    const isFull = message?.startsWith('disk full') ?? false;
    const says = isFull
      ? `${message}; free some, or set DOCMIND_DATA_DIR`
      : `cannot be written (${code ?? 'unknown'}); set DOCMIND_DATA_DIR`;
    return [{ what, verdict: 'wrong', says }];
  }
}

async function room(what: string, dir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  return { what, verdict: free < NEEDED_DISK_BYTES ? 'note' : 'ok', says: `writable, ${(free / GIB).toFixed(1)} GiB free` };
}

/** The middle of some writes of a page, each waited for until it is on the disk, as a database's commit is. */
async function speed(dir: string): Promise<Finding> {
  const path = join(dir, `.doctor-${process.pid}`);
  const file = await open(path, 'w');
  try {
    const times: number[] = [];
    for (let turn = 0; turn < WRITES; turn += 1) {
      const startedAt = performance.now();
      await file.write(Buffer.alloc(PAGE_BYTES), 0, PAGE_BYTES, turn * PAGE_BYTES);
      await file.datasync();
      times.push(performance.now() - startedAt);
    }
    return speedFinding(times.sort((one, other) => one - other)[WRITES / 2] ?? 0);
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

export function speedFinding(writeMs: number): Finding {
  const says = `a write that is safe takes ${writeMs.toFixed(1)} ms`;
  if (writeMs <= SLOW_WRITE_MS) return { what: 'disk', verdict: 'ok', says };
  return { what: 'disk', verdict: 'note', says: `${says}, so each change waits as long; put DOCMIND_DATA_DIR on a local SSD` };
}

/** What an earlier run as another user left behind. */
async function rights(dir: string): Promise<Finding[]> {
  const names = await readdir(dir);
  const found = await Promise.all(
    names.map(async (name): Promise<Finding[]> => {
      const path = join(dir, name);
      const isOurs = await access(path, constants.R_OK | constants.W_OK).then(
        () => true,
        () => false,
      );
      if (isOurs) return [];
      const { uid } = await stat(path);
      return [{ what: path, verdict: 'wrong', says: `can't be read and written; it belongs to user ${uid}: sudo chown -R "$USER" ${dir}` }];
    }),
  );
  return found.flat();
}

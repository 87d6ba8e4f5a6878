// Copies a database file, or puts a backup together and checks it: one job, then it ends. In a process of its own, because whoever opens and closes the
// file itself drops all locks that his process holds on it (https://sqlite.org/howtocorrupt.html, 2.2), and because a check takes the processor for long.
import { createHash } from 'node:crypto';
import { closeSync, copyFileSync, fsyncSync, openSync, readSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

const CHUNK_BYTES = 1024 * 1024;

/** @returns {{bytes: number, sha256: string}} */
function copy({ from, to }) {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(CHUNK_BYTES);
  const source = openSync(from, 'r');
  const target = openSync(to, 'wx', 0o600);
  let bytes = 0;
  for (let read; (read = readSync(source, buffer, 0, CHUNK_BYTES, bytes)) > 0; bytes += read) {
    hash.update(buffer.subarray(0, read));
    for (let written = 0; written < read;) written += writeSync(target, buffer, written, read - written);
  }
  fsyncSync(target);
  closeSync(target);
  closeSync(source);
  return { bytes, sha256: hash.digest('hex') };
}

/** @returns {{counts: Record<string, number>}} */
function rebuild({ base, sha256, runs, to, key, extensions, tables }) {
  if (copy({ from: base, to }).sha256 !== sha256) throw new Error(`${base} is not what was copied: its bytes have changed`);
  for (const run of runs) {
    copyFileSync(run.file, `${to}-wal`);
    truncateSync(`${to}-wal`, bytesOf(run));
    withFile({ to, key, extensions }, (database) => apply(database, run));
  }
  return withFile({ to, key, extensions }, (database) => {
    const verdict = database.pragma('integrity_check(1)', { simple: true });
    if (verdict !== 'ok') throw new Error(`it is damaged: ${verdict}`);
    return { counts: countsOf(database, tables) };
  });
}

function bytesOf({ file, bytes }) {
  if (statSync(file).size < bytes) throw new Error(`${file} is shorter than the ${bytes} bytes that were written`);
  return bytes;
}

/** SQLite takes a log up to the first frame whose checksum is wrong, and says nothing. */
function apply(database, { file, frames }) {
  database.prepare('SELECT count(*) FROM sqlite_schema').get();
  const [{ log }] = database.pragma('wal_checkpoint(NOOP)');
  if (log !== frames) throw new Error(`${file} is damaged: ${log} of its ${frames} frames can be read`);
  database.pragma('wal_checkpoint(TRUNCATE)');
}

function countsOf(database, tables) {
  const has = database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`);
  const present = tables.filter((table) => has.get(table));
  return Object.fromEntries(present.map((table) => [table, database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()]));
}

function withFile({ to, key, extensions }, work) {
  const database = new Database(to);
  try {
    if (key !== undefined) database.pragma(`key = '${key.replaceAll("'", "''")}'`);
    for (const extension of extensions) database.loadExtension(extension);
    return work(database);
  } finally {
    database.close();
  }
}

const JOBS = { copy, rebuild };

process.once('message', ({ kind, ...job }) => {
  try {
    process.send({ done: JOBS[kind](job) }, () => process.exit());
  } catch (thrown) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(job.to + suffix, { force: true });
    process.send({ failed: thrown.message, code: String(thrown.code ?? '') }, () => process.exit());
  }
});
// A parent that was killed wants no copy any more.
process.once('disconnect', () => process.exit());

// Persistence's repository on one SQLite file under 5 readers and 2 writers, beside better-sqlite3 alone with the same statements.
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { median, p99 } from '../lib/figures/percentiles.mjs';
import { searching } from './searching.mjs';

export const about = 'the repository under 5 readers and 2 writers, against better-sqlite3 alone';
export const targets = { read_p99_ms: '< 5', write_p99_ms: '< 5', busy_errors: '= 0', search_silence_p99_ms: '< 50' };

const READERS = 5;
const WRITERS = 2;
const TURNS = 25;
/** Of each worker, where it is paced: together 500 reads and 50 writes a second, far more than a person's questions make. */
const READS_PER_SECOND = 100;
const WRITES_PER_SECOND = 25;
/** Who write to one persistence at the same time. */
const CALLERS = [1, 16];
const SIDES = ['ours', 'bare'];
const WARM_UP_MS = 500;

export async function run({ seconds, rounds, quick, log }, scope) {
  const files = await fill(scope.folder());
  const paced = newTallies();
  const saturated = newTallies();
  for (const side of SIDES) await load(side, files[side], { durationMs: WARM_UP_MS, isPaced: false });
  for (let round = 0; round < rounds; round++) {
    log(`round ${round + 1} of ${rounds}`);
    for (const side of SIDES) add(paced[side], await load(side, files[side], { durationMs: seconds * 1_000, isPaced: true }));
    for (const side of SIDES) add(saturated[side], await load(side, files[side], { durationMs: seconds * 1_000, isPaced: false }));
  }
  const report = reportOf(paced, saturated);
  for (const callers of CALLERS) report.figures[`callers_${callers}_writes_per_s`] = await writesPerSecond(files.ours, callers, seconds);
  const { figures, samples, note } = await searching(join(scope.folder(), 'search.db'), quick);
  return { figures: { ...report.figures, ...figures }, samples: { ...report.samples, ...samples }, notes: [note] };
}

/** On one connection, as persistence has it: here callers may share a commit. */
async function writesPerSecond(file, callers, seconds) {
  const { openSide, SESSIONS, turnOf } = await import('./sides.mjs');
  const database = await openSide('ours', file);
  const end = performance.now() + seconds * 1_000;
  let count = 0;
  const write = async (session) => {
    for (; performance.now() < end; count++) await database.write(session % SESSIONS, turnOf(count));
  };
  await Promise.all(Array.from({ length: callers }, (_value, caller) => write(caller)));
  await database.close();
  return count / seconds;
}

/** The same content for both sides, in a file each. */
async function fill(folder) {
  // Only now: it imports what was built.
  const { openSide, SESSIONS, turnOf } = await import('./sides.mjs');
  const files = { ours: join(folder, 'ours.db'), bare: join(folder, 'bare.db') };
  const database = await openSide('ours', files.ours);
  const turns = Array.from({ length: TURNS }, (_value, turn) => turnOf(turn)).flat();
  for (let session = 0; session < SESSIONS; session++) await database.write(session, turns);
  await database.close();
  copyFileSync(files.ours, files.bare);
  return files;
}

/** Each reader and writer in a thread with a connection of its own: only so can one find the file busy. */
async function load(side, file, { durationMs, isPaced }) {
  const start = (role, perSecond) =>
    new Worker(new URL('database.worker.mjs', import.meta.url), {
      workerData: { side, role, file, durationMs, perSecond: isPaced ? perSecond : undefined },
    });
  const workers = [
    ...Array.from({ length: READERS }, () => start('read', READS_PER_SECOND)),
    ...Array.from({ length: WRITERS }, () => start('write', WRITES_PER_SECOND)),
  ];
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    const done = workers.map((worker) => once(worker, 'message'));
    for (const worker of workers) worker.postMessage('go');
    return (await Promise.all(done)).map(([tally]) => tally);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function newTallies() {
  return Object.fromEntries(SIDES.map((side) => [side, { read: [], write: [], busyErrors: 0, readRates: [], writeRates: [] }]));
}

function add(tally, workers) {
  const of = (role) => workers.filter((worker) => worker.role === role);
  const rate = (role) => of(role).reduce((sum, { latenciesMs, seconds }) => sum + latenciesMs.length / seconds, 0);
  for (const { role, latenciesMs, busyErrors } of workers) {
    for (const latency of latenciesMs) tally[role].push(latency);
    tally.busyErrors += busyErrors;
  }
  tally.readRates.push(rate('read'));
  tally.writeRates.push(rate('write'));
}

function reportOf(paced, saturated) {
  const figures = { read_p99_ms: p99(paced.ours.read), write_p99_ms: p99(paced.ours.write) };
  figures.busy_errors = paced.ours.busyErrors + saturated.ours.busyErrors;
  const samples = { read_p99_ms: paced.ours.read.length, write_p99_ms: paced.ours.write.length };
  samples.busy_errors = samples.read_p99_ms + samples.write_p99_ms + saturated.ours.read.length + saturated.ours.write.length;
  const more = {
    bare_read_p99_ms: paced.bare.read,
    bare_write_p99_ms: paced.bare.write,
    saturated_read_p99_ms: saturated.ours.read,
    saturated_write_p99_ms: saturated.ours.write,
    bare_saturated_read_p99_ms: saturated.bare.read,
    bare_saturated_write_p99_ms: saturated.bare.write,
  };
  for (const [key, latencies] of Object.entries(more)) {
    figures[key] = p99(latencies);
    samples[key] = latencies.length;
  }
  for (const side of SIDES) {
    const prefix = side === 'ours' ? '' : 'bare_';
    figures[`${prefix}saturated_reads_per_s`] = median(saturated[side].readRates);
    figures[`${prefix}saturated_writes_per_s`] = median(saturated[side].writeRates);
  }
  return { figures, samples };
}

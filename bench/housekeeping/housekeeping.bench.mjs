// How long nobody is answered while persistence removes what is too old: its housekeeping, beside one statement for all rows.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { silences } from '../lib/figures/silences.mjs';

export const about = 'the longest silence of the event loop while old rows are removed';
export const targets = { longest_silence_ms: '< 200' };

const ROWS = 48_000;
const QUICK_ROWS = 4_800;
const BATCH = 240;
const DIMENSIONS = 384;
const TENANT = 'default';
const RULES = { stagingMaxAgeMs: 0, performanceMaxAgeMs: 0, performanceMaxRecords: 1_000_000 };
const AT_ONCE = ['DELETE FROM staging WHERE staged_at < ?', 'DELETE FROM performance_logs WHERE timestamp < ?'];

export async function run({ quick, log }, scope) {
  const rows = quick ? QUICK_ROWS : ROWS;
  const steps = await removed(join(scope.folder(), 'steps.db'), rows, ({ housekeeping }) => housekeeping.sweep(Date.now() + 1));
  log(`in steps: ${steps.longestMs} ms of silence, ${steps.totalMs} ms in all`);
  const atOnce = await removed(join(scope.folder(), 'at-once.db'), rows, async ({ database }) => {
    for (const statement of AT_ONCE) database.connection.prepare(statement).run(new Date(Date.now() + 1).toISOString());
  });
  const figures = {
    longest_silence_ms: steps.longestMs,
    in_all_ms: steps.totalMs,
    at_once_silence_ms: atOnce.longestMs,
    at_once_in_all_ms: atOnce.totalMs,
  };
  const samples = { longest_silence_ms: steps.turns, in_all_ms: 1, at_once_silence_ms: atOnce.turns, at_once_in_all_ms: 1 };
  return { figures, samples, notes: [`${rows} staged chunks with vectors, and as many performance records`] };
}

async function removed(file, rows, remove) {
  const parts = await opened(file);
  await fill(parts, rows);
  const listening = silences();
  const startedAt = performance.now();
  // A turn of its own, so that what comes before it is not counted.
  await turn();
  await remove(parts);
  const totalMs = Math.round(performance.now() - startedAt);
  const heard = await listening.end();
  const left = ['staging', 'performance_logs'].map((table) =>
    parts.database.connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
  );
  if (left.some((count) => count > 0)) throw new Error(`${left.join(' and ')} rows are left`);
  await parts.database.close();
  return { ...heard, totalMs };
}

async function opened(file) {
  // Only now: they are what was built.
  const dist = '../../services/persistence/dist/';
  const { openDatabase } = await import(`${dist}repositories/sqlite/sqlite-database.js`);
  const { DocumentRepository } = await import(`${dist}repositories/sqlite/document.repository.js`);
  const { PerformanceRepository } = await import(`${dist}repositories/sqlite/performance.repository.js`);
  const { SessionRepository } = await import(`${dist}repositories/sqlite/session.repository.js`);
  const { SqliteVecStore } = await import(`${dist}repositories/sqlite/sqlite-vec.store.js`);
  const { HousekeepingService } = await import(`${dist}housekeeping/housekeeping.service.js`);
  const database = await openDatabase({ file });
  const documents = new DocumentRepository(database, new SqliteVecStore(database));
  const records = new PerformanceRepository(database);
  const failed = ({ reason }) => {
    throw new Error(reason);
  };
  const logger = { log: () => undefined, error: failed };
  const housekeeping = new HousekeepingService(documents, records, new SessionRepository(database), logger, RULES);
  return { database, documents, records, housekeeping };
}

async function fill({ documents, records }, rows) {
  const text = 'A daily snapshot of a volume is kept for thirty-five days before the nightly run removes it. '.repeat(6);
  const vector = Float32Array.from({ length: DIMENSIONS }, (_value, at) => Math.sin(at));
  for (let from = 0; from < rows; from += BATCH) {
    const batch = Array.from({ length: BATCH }, (_value, at) => from + at);
    const stagingId = createHash('sha256').update(`${from}`).digest('hex');
    await documents.stage(
      TENANT,
      stagingId,
      batch.map((index) => ({ index, text, vector })),
    );
    const record = { operation: 'query', latencyMs: 1, tokensProcessed: 1, timestamp: new Date().toISOString(), metrics: { text } };
    await records.append(batch.map((id) => ({ ...record, id: `record-${id}` })));
  }
}

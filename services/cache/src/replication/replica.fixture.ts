import { join } from 'node:path';
import { MetricsRegistry } from '@docmind/telemetry';
import { temporaryFolder, until } from '@docmind/testing';
import type { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { assembleCache } from '../answers/assembled-cache.fixture.js';
import { FakeEmbedder } from '../embedding/vectors/fake-embedder.fixture.js';
import { SCOPE } from '../entries/entry/entry.fixture.js';
import { SqliteShiftStore } from '../checking/stores/sqlite-shift.store.js';
import { connectRedis } from '../entries/stores/redis-connection.js';
import { RedisExactStore } from '../entries/stores/redis-exact.store.js';
import { openSemanticDatabase } from '../entries/stores/semantic-database.js';
import { SqliteEntryStore } from '../entries/stores/sqlite-entry.store.js';
import { SqliteEpochStore } from '../entries/stores/sqlite-epoch.store.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { SystemClock } from '../monitoring/clock.js';
import { RedisReplicaLog } from './stores/redis-replica-log.store.js';
import { SqliteReplicaPlaceStore } from './stores/sqlite-replica-place.store.js';

export const ASKED = 'How long are daily snapshots kept?';
export const PARAPHRASE = 'For how many days are daily snapshots kept?';
export const lookup = (question: string, change: object = {}) => ({ scope: SCOPE, question, ...change });

/** A busy machine is no fault here. */
const PATIENCE_MS = 5_000;

interface Choices {
  readonly folder?: string;
  readonly maxEntries?: number;
  readonly keptRecords?: number;
}

/** A replica with everything as in production but the embedder, which gives the vectors that the test chooses. */
export async function startReplica(url: string, { folder = temporaryFolder(), maxEntries = 1_000, keptRecords = 10_000 }: Choices = {}) {
  const clock = new SystemClock();
  const lines: object[] = [];
  const logger = { warn: (line: object) => void lines.push(line), error: (line: object) => void lines.push(line) };
  const monitor = new CacheMonitor(logger, new MetricsRegistry('cache'));
  const file = openSemanticDatabase(join(folder, 'semantic.db'), (movedTo, reason) => monitor.rebuilt('store', movedTo, reason));
  const store = new SqliteEntryStore(file, { maxEntries, maxBytes: 100_000_000 }, clock);
  const [epochs, places] = [new SqliteEpochStore(file), new SqliteReplicaPlaceStore(file)];
  const redis: Redis = await connectRedis(url, (error) => monitor.fault('redis', error));
  const [shared, log] = [new RedisExactStore(redis), new RedisReplicaLog(redis, () => places.replicaId(), keptRecords)];
  const embedder = new FakeEmbedder();
  embedder.set(ASKED, [1, 0, 0, 0]);
  embedder.set(PARAPHRASE, [1, 0.1, 0, 0]);
  const ports = { clock, monitor, embedder, store, epochs, shared, log, places, shifts: new SqliteShiftStore(file) };
  const { cache, replicas } = assembleCache(ports, { patienceMs: PATIENCE_MS, CACHE_MAX_ENTRY_BYTES: 100_000 });
  let open = true;
  const stop = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await replicas.flush();
    redis.disconnect();
    store.close();
  };
  onTestFinished(stop);
  await until(() => redis.status === 'ready', 'the connection to Redis');
  return { cache, store, epochs, redis, folder, lines, stop, faults: () => monitor.counts().faults };
}

export type Replica = Awaited<ReturnType<typeof startReplica>>;
export const resultOf = async ({ cache }: Replica, question = ASKED, change: object = {}) =>
  (await cache.lookup(lookup(question, change))).result;

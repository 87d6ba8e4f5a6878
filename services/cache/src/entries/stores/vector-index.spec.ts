import { randomUUID } from 'node:crypto';
import { MetricsRegistry } from '@docmind/telemetry';
import { QdrantClient } from '@qdrant/js-client-rest';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CacheMonitor } from '../../monitoring/cache-monitor.js';
import { Circuits } from '../../monitoring/part-circuit.js';
import { IndexUpkeep } from '../index-upkeep.js';
import { scopeKeyOf } from '../entry/keys.policy.js';
import { NearEntries } from '../near-entries.js';
import { SCOPE, entry } from '../entry/entry.fixture.js';
import { FakeClock } from '../../monitoring/fake-clock.fixture.js';
import { EmbeddedVectorIndex, type VectorIndex } from '../entry/vector-index.port.js';
import { InMemoryEntryStore } from './in-memory-entry.store.fixture.js';
import { QdrantServer } from './qdrant-server.fixture.js';
import { QdrantVectorStore } from './qdrant-vector.store.js';
import { describeVectorIndex } from './vector-index.contract.js';

function open(url: string, store: InMemoryEntryStore, clock: FakeClock): QdrantVectorStore {
  const client = new QdrantClient({
    url,
    checkCompatibility: false,
    ...(process.env.QDRANT_API_KEY && { apiKey: process.env.QDRANT_API_KEY }),
  });
  const collection = `docmind-test-${randomUUID()}`;
  onTestFinished(async () => void (await client.deleteCollection(collection).catch(() => undefined)));
  return new QdrantVectorStore({
    client,
    collection,
    clock,
    find: async (exactKey) => {
      const found = await store.findExact(exactKey);
      return found && { entry: found, own: true };
    },
  });
}

async function startQdrant(): Promise<QdrantServer> {
  const server = await QdrantServer.start();
  onTestFinished(() => server.stop());
  return server;
}

describeVectorIndex('the store itself', async (store) => new EmbeddedVectorIndex(store));
describeVectorIndex('Qdrant by script', async (store, clock) => open((await startQdrant()).url, store, clock));

const url = process.env.QDRANT_URL ?? '';
describe.skipIf(url === '')(url === '' ? 'QDRANT_URL is not set: set it to run these' : 'with a real Qdrant', () => {
  describeVectorIndex('Qdrant', async (store, clock) => open(url, store, clock));
});

describe('Qdrant in trouble', () => {
  const scopeKey = scopeKeyOf(SCOPE, 'fake');
  const asked = Float32Array.from([1, 0]);
  let server: QdrantServer;
  let store: InMemoryEntryStore;
  let index: VectorIndex;
  let near: NearEntries;
  let upkeep: IndexUpkeep;
  let lines: object[];
  let monitor: CacheMonitor;
  beforeEach(async () => {
    server = await startQdrant();
    const clock = new FakeClock();
    store = new InMemoryEntryStore({ maxEntries: 100, maxBytes: 1_000_000 }, clock);
    index = open(server.url, store, clock);
    lines = [];
    const logger = { warn: (line: object) => void lines.push(line), error: (line: object) => void lines.push(line) };
    monitor = new CacheMonitor(logger, new MetricsRegistry('cache'));
    const circuits = new Circuits(monitor, 200);
    near = new NearEntries(index, store, circuits, monitor);
    upkeep = new IndexUpkeep(index, store, circuits, monitor);
    await store.put(entry({ id: 'kept', scopeKey }), asked);
    await upkeep.run();
  });
  const find = async (): Promise<string[] | undefined> => (await near.nearest(scopeKey, asked, 5))?.map(({ entry: { id } }) => id);
  /** The circuit lets a request through after a while; nobody waits for a guessed time. */
  const untilFound = async (expected: readonly string[]): Promise<void> => {
    await expect.poll(async () => (await upkeep.run(), find()), { timeout: 20_000 }).toEqual(expected);
  };

  it.each(['slow', 'failing'] as const)(
    '%s: it is not asked each time, the log hears of it once, and it recovers by itself',
    async (mode) => {
      expect(await find()).toEqual(['kept']);
      server.mode = mode;
      const before = server.requests;
      for (let at = 0; at < 20; at += 1) expect(await find()).toBeUndefined();
      expect(server.requests - before).toBe(3);
      expect(monitor.counts().faults).toBe(20);
      server.mode = 'normal';
      await untilFound(['kept']);
      expect(lines).toEqual([
        expect.objectContaining({ msg: 'cache fault, treated as a miss', part: 'qdrant' }),
        expect.objectContaining({ msg: 'cache part works again', part: 'qdrant' }),
      ]);
    },
  );

  it('emptied: it is filled again from the store', async () => {
    server.forgetEverything();
    expect(await find()).toEqual([]);
    await untilFound(['kept']);
  });

  it('away while something was stored: that comes in afterwards', async () => {
    server.mode = 'failing';
    await store.put(entry({ id: 'later', scopeKey }), asked);
    await upkeep.run();
    server.mode = 'normal';
    await untilFound(['kept', 'later']);
  });
});

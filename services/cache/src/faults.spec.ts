// Each fault of a part is a miss, counted, and over by itself; no request fails for it.
import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheSemanticLookup, cacheSemanticStats, cacheSemanticStore } from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { describeWithServer, describeWithSmallDisk, startRedisServer, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCacheService, withoutEmbedder } from './cache-service.fixture.js';
import { HeldProxy } from './entries/stores/held-proxy.fixture.js';
import { storeRequest } from './answers/store-request.fixture.js';
import { SCOPE } from './entries/entry/entry.fixture.js';
import { QdrantServer } from './entries/stores/qdrant-server.fixture.js';

/** Without its model: faults of the stores show with exact hits as well, and faults of the model are shown beside it. */
async function start(env: Record<string, string> = {}) {
  const { client, folder, close } = await startCacheService({ ...withoutEmbedder(), ...env });
  const context = () => newRequestContext({ tenant: 't1' });
  const ask = async (question = 'Kept?') => (await client.call(cacheSemanticLookup, { scope: SCOPE, question }, context())).result;
  const keep = async (question = 'Kept?', answer = 'yes') =>
    (await client.call(cacheSemanticStore, storeRequest({ question, answer }), context())).stored;
  const faults = async () => (await client.call(cacheSemanticStats, {}, context())).faults ?? 0;
  return { folder, ask, keep, faults, close };
}

describe('a store on disk', () => {
  it.each([
    ['cut short', (path: string) => truncateSync(path, 10_000)],
    ['full of rubbish', (path: string) => writeFileSync(path, Buffer.alloc(100_000, 0x5a))],
  ])('%s: it is moved aside and rebuilt, and the service goes on', async (_name, damage) => {
    const first = await start();
    expect(await first.keep()).toBe(true);
    await first.close();
    damage(join(first.folder, 'cache', 'semantic.db'));
    const second = await start({ DOCMIND_DATA_DIR: first.folder });
    expect(await second.ask()).toBe('miss');
    expect(await second.keep()).toBe(true);
    expect(await second.ask()).toBe('exact');
    expect(await second.faults()).toBeGreaterThan(0);
    expect(readdirSync(join(first.folder, 'cache'))).toContain('semantic.db.damaged-1');
  });

  describeWithSmallDisk((smallDisk) => {
    it('full: nothing new is kept, what is there is served, and it goes on when there is room', async () => {
      const disk = smallDisk(3);
      const { ask, keep, faults } = await start({ DOCMIND_DATA_DIR: disk });
      expect(await keep()).toBe(true);
      const filler = join(disk, 'filler');
      fill(filler);
      await until(async () => !(await keep('More?', 'x'.repeat(100_000))), 'the disk to be full');
      expect(await ask()).toBe('exact');
      expect(await ask('More?')).toBe('miss');
      expect(await faults()).toBeGreaterThan(0);
      rmSync(filler);
      await until(() => keep('More?', 'again'), 'the store to be written again');
      expect(await ask('More?')).toBe('exact');
    });

    it('full from the start: the service starts, misses, and keeps when there is room', async () => {
      const disk = smallDisk(3);
      mkdirSync(join(disk, 'cache'));
      const filler = join(disk, 'filler');
      fill(filler);
      const { ask, keep } = await start({ DOCMIND_DATA_DIR: disk });
      expect([await ask(), await keep()]).toEqual(['miss', false]);
      rmSync(filler);
      await until(() => keep(), 'the store to be written');
      expect(await ask()).toBe('exact');
    });
  });
});

describeWithServer('redis-server', () => {
  it('that does not answer: misses without asking each time, and hits when it answers again', async () => {
    const redis = await startRedisServer();
    onTestFinished(() => redis.stop());
    const proxy = await HeldProxy.before(redis.port);
    onTestFinished(() => proxy.stop());
    const { ask, keep, faults } = await start({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    await until(async () => (await keep()) && (await ask()) === 'exact', 'an exact hit');
    proxy.hold();
    await until(async () => (await ask()) === 'miss', 'Redis to be late');
    const [before, faultsBefore] = [proxy.requests, await faults()];
    for (let at = 0; at < 50; at += 1) expect(await ask()).toBe('miss');
    expect(proxy.requests - before).toBeLessThan(25);
    expect(await faults()).toBeGreaterThan(faultsBefore);
    expect(await keep('Another?')).toBe(true);
    proxy.release();
    await until(async () => (await ask()) === 'exact', 'Redis to be used again');
  });
});

describe('a Qdrant that is away', () => {
  it('costs likeness only: the service starts, keeps and hits exactly', async () => {
    const qdrant = await QdrantServer.start();
    const { url } = qdrant;
    await qdrant.stop();
    const { ask, keep } = await start({ CACHE_VECTOR_INDEX: 'qdrant', QDRANT_URL: url });
    expect([await ask(), await keep(), await ask()]).toEqual(['miss', true, 'exact']);
  });
});

/** Writes until there is no room for one byte more. */
function fill(path: string): void {
  for (const size of [1_000_000, 4_096, 1]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      continue;
    }
  }
}

import { describeWithServer, freePort, type RunningServer, startRedisServer, until } from '@docmind/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { citation } from '../../answers/store-request.fixture.js';
import { entry } from '../entry/entry.fixture.js';
import { connectRedis } from './redis-connection.js';
import { RedisExactStore } from './redis-exact.store.js';

async function open(url: string): Promise<RedisExactStore> {
  const redis = await connectRedis(url, () => undefined);
  await until(() => redis.status === 'ready', 'the connection to Redis');
  return new RedisExactStore(redis);
}

describeWithServer('redis-server', () => {
  let server: RunningServer;
  let store: RedisExactStore;
  let look: Redis;
  beforeAll(async () => {
    server = await startRedisServer();
    store = await open(server.url);
    look = new Redis(server.url);
    look.on('error', () => undefined);
  });
  afterAll(async () => {
    await store.close();
    look.disconnect();
    await server.stop();
  });
  beforeEach(async () => void (await look.flushall()));

  const kept = (id: string, change: object = {}) => entry({ id, createdAtMs: Date.now(), expiresAtMs: Date.now() + 60_000, ...change });

  it('shares an entry with another replica until its time is over', async () => {
    const other = await open(server.url);
    const shared = kept('shared', { citations: [citation('d1')], model: 'm', agent: 'a' });
    await store.set(shared, 60_000);
    expect(await other.get(shared.exactKey)).toEqual(shared);
    expect(await other.getMany(['none', shared.exactKey])).toEqual([undefined, shared]);
    const short = kept('short');
    await store.set(short, 1);
    await until(async () => (await other.get(short.exactKey)) === undefined, 'Redis to expire the entry');
    await other.close();
  });

  it.each([
    [{ by: 'documents', ids: ['d9'] } as const],
    [{ by: 'namespace', namespace: 'gone' } as const],
    [{ by: 'model', model: 'old-model' } as const],
    [{ by: 'entries', ids: ['chosen'] } as const],
  ])('removes by %j what it or another replica put there', async (selection) => {
    const chosen = kept('chosen', { namespace: 'gone', model: 'old-model', citations: [citation('d9')] });
    const stays = kept('stays', { citations: [citation('d1')] });
    await store.set(chosen, 60_000);
    await store.set(stays, 60_000);
    await store.removeSelected('t2', selection);
    expect(await store.get(chosen.exactKey)).toEqual(chosen);
    await store.removeSelected('t1', selection);
    expect(await store.get(chosen.exactKey)).toBeUndefined();
    expect(await store.get(stays.exactKey)).toEqual(stays);
  });

  it('removes everything of one tenant, however much it is', async () => {
    const foreign = kept('foreign', { tenant: 't9' });
    await store.set(foreign, 60_000);
    const many = Array.from({ length: 1_200 }, (_, at) => kept(`e${at}`, { tenant: 't8' }));
    for (let from = 0; from < many.length; from += 100)
      await Promise.all(many.slice(from, from + 100).map((one) => store.set(one, 60_000)));
    await store.removeSelected('t8', { by: 'everything' });
    expect((await store.getMany(many.map(({ exactKey }) => exactKey))).filter(Boolean)).toEqual([]);
    expect(await store.get(foreign.exactKey)).toEqual(foreign);
  });

  it('removes by reference, and leaves what took the place since', async () => {
    const [older, newer] = [kept('older', { question: 'q' }), kept('newer', { question: 'q' })];
    await store.set(newer, 60_000);
    await store.remove([older]);
    expect(await store.get(newer.exactKey)).toEqual(newer);
    await store.remove([newer]);
    await store.remove([]);
    expect(await store.get(newer.exactKey)).toBeUndefined();
  });

  it('gives nothing that could no longer be removed, because Redis dropped what says where it belongs', async () => {
    const shared = kept('shared', { citations: [citation('d1')] });
    await store.set(shared, 60_000);
    for (const key of await look.keys('docmind:cache:documents:*')) await look.del(key);
    expect(await store.get(shared.exactKey)).toBeUndefined();
  });

  it('names neither tenant, question nor document in a key', async () => {
    await store.set(kept('shared', { tenant: 'acme', question: 'Who pays?', namespace: 'hr', citations: [citation('payroll')] }), 60_000);
    for (const key of await look.keys('*')) expect(key).toMatch(/^docmind:cache:\w+:[\w-]{43}$/);
  });

  it('fails where Redis is full, and works when there is room again', async () => {
    await look.config('SET', 'maxmemory-policy', 'noeviction');
    await look.config('SET', 'maxmemory', '1');
    await expect(store.set(kept('shared'), 60_000)).rejects.toThrow(/OOM|maxmemory/);
    await look.config('SET', 'maxmemory', '0');
    await store.set(kept('shared'), 60_000);
    expect(await store.get(kept('shared').exactKey)).toBeDefined();
  });

  it('fails at once while Redis is gone, and works when it is back', async () => {
    await server.kill();
    await expect(store.get('x')).rejects.toThrow();
    await server.restart();
    await until(
      () =>
        store.get('x').then(
          () => true,
          () => false,
        ),
      'Redis to be back',
    );
  });
});

describe('a connection without a server', () => {
  it('reports the fault and fails each command', async () => {
    const faults: Error[] = [];
    const store = new RedisExactStore(await connectRedis(`redis://127.0.0.1:${await freePort()}`, (error) => void faults.push(error)));
    await expect(store.get('x')).rejects.toThrow();
    await until(() => faults.length > 0, 'the fault to be reported');
    await store.close();
  });
});

import { describeWithServer, freePort, type RunningServer, startRedisServer, until } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { citation, entry } from '../semantic.fixture.js';
import { RedisExactStore } from './redis-exact.store.js';

async function isConnected(store: RedisExactStore): Promise<boolean> {
  return store.get('ping').then(
    () => true,
    () => false,
  );
}

describeWithServer('redis-server', () => {
  let server: RunningServer;
  let store: RedisExactStore;
  beforeAll(async () => {
    server = await startRedisServer();
    store = new RedisExactStore(server.url, () => undefined);
    await until(() => isConnected(store), 'the connection to Redis');
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  it('shares an entry with another replica until its time is over', async () => {
    const other = new RedisExactStore(server.url, () => undefined);
    await until(() => isConnected(other), 'the second connection');
    const kept = entry({ id: 'shared', citations: [citation('d1')] });
    await store.set(kept, 60_000);
    expect(await other.get(kept.exactKey)).toEqual(kept);
    const short = entry({ id: 'short' });
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
    const chosen = entry({ id: 'chosen', namespace: 'gone', model: 'old-model', citations: [citation('d9')] });
    const stays = entry({ id: 'stays', citations: [citation('d1')] });
    await store.set(chosen, 60_000);
    await store.set(stays, 60_000);
    await store.removeSelected('t2', selection);
    expect(await store.get(chosen.exactKey)).toEqual(chosen);
    await store.removeSelected('t1', selection);
    expect(await store.get(chosen.exactKey)).toBeUndefined();
    expect(await store.get(stays.exactKey)).toEqual(stays);
  });

  it('removes everything of one tenant', async () => {
    const [own, foreign] = [entry({ id: 'own', tenant: 't8' }), entry({ id: 'foreign', tenant: 't9' })];
    await store.set(own, 60_000);
    await store.set(foreign, 60_000);
    await store.removeSelected('t8', { by: 'everything' });
    expect(await store.get(own.exactKey)).toBeUndefined();
    expect(await store.get(foreign.exactKey)).toEqual(foreign);
  });

  it('removes by reference', async () => {
    const kept = entry({ id: 'ref' });
    await store.set(kept, 60_000);
    await store.remove([kept]);
    await store.remove([]);
    expect(await store.get(kept.exactKey)).toBeUndefined();
  });

  it('fails at once while Redis is gone, and works when it is back', async () => {
    await server.kill();
    const startedAt = performance.now();
    await expect(store.get('x')).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(500);
    await server.restart();
    await until(() => isConnected(store), 'Redis to be back');
  });
});

describe('RedisExactStore without a server', () => {
  it('reports the fault and fails each command', async () => {
    const faults: Error[] = [];
    const store = new RedisExactStore(`redis://127.0.0.1:${await freePort()}`, (error) => void faults.push(error));
    await expect(store.get('x')).rejects.toThrow();
    await until(() => faults.length > 0, 'the fault to be reported');
    await store.close();
  });
});

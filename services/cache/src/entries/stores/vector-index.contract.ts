import { beforeEach, describe, expect, it } from 'vitest';
import type { CacheEntry } from '../entry/cache-entry.js';
import { scopeKeyOf } from '../entry/keys.policy.js';
import { SCOPE, entry } from '../entry/entry.fixture.js';
import { FakeClock } from '../../monitoring/fake-clock.fixture.js';
import type { VectorIndex } from '../entry/vector-index.port.js';
import { InMemoryEntryStore } from './in-memory-entry.store.fixture.js';

const vector = (...values: number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
const KEY = scopeKeyOf(SCOPE, 'fake');
const OTHER_SCOPES = [
  ...Object.keys(SCOPE).map((part) => [part, scopeKeyOf({ ...SCOPE, [part]: 'another' }, 'fake')] as const),
  ['embedder', scopeKeyOf(SCOPE, 'another')] as const,
];

/** What every index of vectors must do beside the store of the answers; run over each. */
export function describeVectorIndex(name: string, create: (store: InMemoryEntryStore, clock: FakeClock) => Promise<VectorIndex>): void {
  describe(`${name} as a VectorIndex`, () => {
    let clock: FakeClock;
    let store: InMemoryEntryStore;
    let index: VectorIndex;
    beforeEach(async () => {
      clock = new FakeClock();
      store = new InMemoryEntryStore({ maxEntries: 1_000, maxBytes: 10_000_000 }, clock);
      index = await create(store, clock);
    });
    const keep = async (one: CacheEntry, ownVector: Float32Array): Promise<void> => {
      await store.put(one, ownVector);
      await index.add([{ entry: one, vector: ownVector }]);
    };
    const idsNear = async (asked: Float32Array, limit = 5, scopeKey = KEY): Promise<string[]> =>
      (await index.nearest(scopeKey, asked, limit)).map((near) => near.entry.id);

    it('orders by likeness and says how alike', async () => {
      expect(await idsNear(vector(1, 0))).toEqual([]);
      await keep(entry({ id: 'far', scopeKey: KEY }), vector(0, 1));
      await keep(entry({ id: 'near', scopeKey: KEY }), vector(1, 0.1));
      expect(await idsNear(vector(1, 0))).toEqual(['near', 'far']);
      expect(await idsNear(vector(1, 0), 1)).toEqual(['near']);
      const [nearest] = await index.nearest(KEY, vector(1, 0), 1);
      expect(nearest?.cosine).toBeCloseTo(1 / Math.hypot(1, 0.1), 5);
      expect(nearest?.entry).toEqual(entry({ id: 'near', scopeKey: KEY }));
    });

    it.each(OTHER_SCOPES)('never crosses a scope: another %s', async (_part, scopeKey) => {
      for (let at = 0; at < 10; at += 1) await keep(entry({ id: `other-${at}`, scopeKey }), vector(1, 0));
      await keep(entry({ id: 'own', scopeKey: KEY }), vector(0, 1));
      // The limit leaves no room for a filter that comes after the search.
      expect(await idsNear(vector(1, 0), 1)).toEqual(['own']);
    });

    it('gives neither what was removed nor what has expired', async () => {
      const removed = entry({ id: 'removed', scopeKey: KEY });
      const expired = entry({ id: 'expired', scopeKey: KEY, expiresAtMs: 1_000_010 });
      for (const one of [removed, expired, entry({ id: 'stays', scopeKey: KEY })]) await keep(one, vector(1, 0));
      await store.removeRefs([removed]);
      await index.remove([removed]);
      clock.advance(10);
      expect(await idsNear(vector(1, 0), 1)).toEqual(['stays']);
    });

    it('puts a new answer in the place of the old one, and a late removal of the old one leaves it', async () => {
      const [older, newer] = [entry({ id: 'older', scopeKey: KEY, question: 'q' }), entry({ id: 'newer', scopeKey: KEY, question: 'q' })];
      await keep(older, vector(1, 0));
      await keep(newer, vector(1, 0));
      await index.remove([older]);
      await index.remove([]);
      expect(await idsNear(vector(1, 0))).toEqual(['newer']);
    });

    it('says how many it holds, without those that have expired', async () => {
      expect(await index.upkeep()).toBe(0);
      for (let at = 0; at < 3; at += 1) await keep(entry({ id: `e${at}`, scopeKey: KEY }), vector(1, 0));
      expect(await index.upkeep()).toBe(3);
    });
  });
}

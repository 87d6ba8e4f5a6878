import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryBytes } from '../entry/cache-entry.js';
import type { EntryStore } from '../entry/entry-store.port.js';
import { citation } from '../../answers/store-request.fixture.js';
import { entry } from '../entry/entry.fixture.js';
import { FakeClock } from '../../monitoring/fake-clock.fixture.js';
import type { EntryLimits } from './sqlite-entry.store.js';

const ROOMY: EntryLimits = { maxEntries: 1_000, maxBytes: 10_000_000 };
const vector = (...values: number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};

/** What every store of answers must do; run over each. */
export function describeEntryStore(name: string, create: (limits: EntryLimits, clock: FakeClock) => EntryStore): void {
  describe(`${name} as an EntryStore`, () => {
    let clock: FakeClock;
    let store: EntryStore;
    const open = (limits: EntryLimits): EntryStore => {
      store?.close();
      store = create(limits, clock);
      return store;
    };
    beforeEach(() => {
      clock = new FakeClock();
      store = create(ROOMY, clock);
    });
    afterEach(() => store.close());

    it('gives back what was put, whole', async () => {
      const kept = entry({
        id: 'e1',
        citations: [citation('d1')],
        fromDocuments: true,
        epoch: 7,
        answer: 'ünïcode\n"quoted"',
        agent: 'researcher',
        meta: { mode: 'chat', tokens: [1, null] },
      });
      await store.put(kept, vector(1, 0));
      expect(await store.findExact(kept.exactKey)).toEqual(kept);
      expect(await store.findExact('another')).toBeUndefined();
    });

    it('orders by likeness and keeps to the scope', async () => {
      await store.put(entry({ id: 'near' }), vector(1, 0.1));
      await store.put(entry({ id: 'far' }), vector(0, 1));
      await store.put(entry({ id: 'other scope', scopeKey: 'scope-2' }), vector(1, 0));
      const near = await store.nearest('scope-1', vector(1, 0), 5);
      expect(near.map((found) => found.entry.id)).toEqual(['near', 'far']);
      expect(near[0]?.cosine).toBeCloseTo(1 / Math.hypot(1, 0.1), 5);
      expect(near[0]?.entry.scopeKey).toBe('scope-1');
      expect(await store.nearest('scope-1', vector(1, 0), 1)).toHaveLength(1);
      expect(await store.nearest('unknown scope', vector(1, 0), 5)).toEqual([]);
    });

    it('finds an entry without a vector by its key only', async () => {
      const kept = entry({ id: 'e1' });
      await store.put(kept, undefined);
      expect(await store.findExact(kept.exactKey)).toEqual(kept);
      expect(await store.nearest('scope-1', vector(1, 0), 5)).toEqual([]);
    });

    it('puts a new answer in the place of the old one to the same question', async () => {
      await store.put(entry({ id: 'old', question: 'q' }), vector(1, 0));
      await store.put(entry({ id: 'new', question: 'q' }), vector(1, 0));
      expect(store.size().entries).toBe(1);
      expect((await store.nearest('scope-1', vector(1, 0), 5)).map((found) => found.entry.id)).toEqual(['new']);
    });

    it('never gives an expired entry', async () => {
      const kept = entry({ id: 'e1' });
      await store.put(kept, vector(1, 0));
      clock.advance(kept.expiresAtMs - clock.nowMs() - 1);
      expect(await store.findExact(kept.exactKey)).toBeDefined();
      clock.advance(1);
      expect(await store.findExact(kept.exactKey)).toBeUndefined();
      expect(await store.nearest('scope-1', vector(1, 0), 5)).toEqual([]);
    });

    it('drops what was used longest ago beyond its entries', async () => {
      open({ ...ROOMY, maxEntries: 2 });
      for (const id of ['a', 'b']) {
        await store.put(entry({ id }), vector(1, 0));
        clock.advance(1);
      }
      store.touch('a');
      clock.advance(1);
      const evicted = await store.put(entry({ id: 'c' }), vector(1, 0));
      expect(evicted).toEqual([{ id: 'b', exactKey: entry({ id: 'b' }).exactKey }]);
      expect(store.size().entries).toBe(2);
    });

    it('drops what was used longest ago beyond its bytes, never what was just put', async () => {
      const big = (id: string) => entry({ id, answer: 'x'.repeat(1_000) });
      open({ ...ROOMY, maxBytes: entryBytes(big('a'), 2) * 2 });
      for (const id of ['a', 'b', 'c']) {
        await store.put(big(id), vector(1, 0));
        clock.advance(1);
      }
      expect(store.size()).toEqual({ entries: 2, bytes: entryBytes(big('b'), 2) * 2 });
      await store.put(entry({ id: 'huge', answer: 'x'.repeat(5_000) }), vector(1, 0));
      expect(store.size().entries).toBe(1);
      expect(await store.findExact(entry({ id: 'huge' }).exactKey)).toBeDefined();
    });

    it.each([
      [{ by: 'entries', ids: ['e1', 'e2', 'none'] } as const, ['e1', 'e2']],
      [{ by: 'documents', ids: ['d1'] } as const, ['e1']],
      [{ by: 'namespace', namespace: 'other' } as const, ['e2']],
      [{ by: 'model', model: 'other-model' } as const, ['e2']],
      [{ by: 'everything' } as const, ['e1', 'e2', 'e3']],
    ])('removes by %j, in one tenant', async (selection, expected) => {
      await store.put(entry({ id: 'e1', citations: [citation('d1'), citation('d1'), citation('d2')] }), vector(1, 0));
      await store.put(entry({ id: 'e2', namespace: 'other', model: 'other-model' }), vector(1, 0));
      await store.put(entry({ id: 'e3' }), vector(1, 0));
      expect(await store.remove('t2', selection)).toEqual([]);
      const removed = await store.remove('t1', selection);
      expect(removed.map(({ id }) => id).sort()).toEqual(expected);
      const left = (await store.nearest('scope-1', vector(1, 0), 5)).map((found) => found.entry.id);
      expect(left.sort()).toEqual(['e1', 'e2', 'e3'].filter((id) => !expected.includes(id)));
      expect(store.size().entries).toBe(3 - expected.length);
    });

    it('removes by reference, and leaves what took the place since', async () => {
      await store.put(entry({ id: 'old', question: 'q' }), vector(1, 0));
      await store.put(entry({ id: 'new', question: 'q' }), vector(1, 0));
      await store.put(entry({ id: 'e2' }), vector(1, 0));
      await store.removeRefs([entry({ id: 'old', question: 'q' }), entry({ id: 'e2' })]);
      expect((await store.nearest('scope-1', vector(1, 0), 5)).map((found) => found.entry.id)).toEqual(['new']);
    });

    it('forgets everything and goes on', async () => {
      for (let at = 0; at < 600; at += 1) await store.put(entry({ id: `e${at}`, tenant: `t${at % 3}` }), vector(1, at));
      await store.clear();
      expect(store.size()).toEqual({ entries: 0, bytes: 0 });
      expect(await store.nearest('scope-1', vector(1, 0), 5)).toEqual([]);
      await store.put(entry({ id: 'after' }), vector(1, 0));
      expect(await store.nearest('scope-1', vector(1, 0), 5)).toHaveLength(1);
    });

    it('does not lengthen the life of an entry when the clock is set back', async () => {
      const kept = entry({ id: 'e1' });
      await store.put(kept, vector(1, 0));
      clock.advance(-3_600_000);
      expect(await store.findExact(kept.exactKey)).toBeUndefined();
      expect(await store.nearest('scope-1', vector(1, 0), 5)).toEqual([]);
    });

    it('says what it holds and what made room', async () => {
      expect(store.storage()).toEqual({ entries: 0, bytes: 0, evictions: 0, oldestAtMs: undefined });
      open({ ...ROOMY, maxEntries: 2 });
      for (const at of [1, 2, 3]) {
        await store.put(entry({ id: `e${at}`, createdAtMs: 1_000_000 + at }), undefined);
        clock.advance(1);
      }
      expect(store.storage()).toEqual({ ...store.size(), evictions: 1, oldestAtMs: 1_000_002 });
    });

    it('says what it holds of one tenant', async () => {
      expect(store.heldBy('t1')).toEqual({ entries: 0, bytes: 0, oldestAtMs: undefined });
      await store.put(entry({ id: 'other', tenant: 't2', createdAtMs: 999_000 }), vector(1, 0));
      const others = store.size().bytes;
      for (const at of [2, 1]) await store.put(entry({ id: `e${at}`, createdAtMs: 1_000_000 + at }), undefined);
      expect(store.heldBy('t1')).toEqual({ entries: 2, bytes: store.size().bytes - others, oldestAtMs: 1_000_001 });
    });

    it('knows which vectors a separate index still lacks', async () => {
      await store.put(entry({ id: 'e1' }), vector(1, 0));
      await store.put(entry({ id: 'e2' }), vector(0, 1));
      await store.put(entry({ id: 'without' }), undefined);
      await store.markIndexed(['e1', 'unknown']);
      expect(await store.unindexed(10)).toEqual([{ entry: entry({ id: 'e2' }), vector: vector(0, 1) }]);
      await store.markIndexed('none');
      expect(await store.unindexed(10)).toHaveLength(2);
      expect(await store.unindexed(1)).toHaveLength(1);
    });

    it('pages through the entries of one tenant', async () => {
      for (const id of ['b', 'a', 'c']) await store.put(entry({ id }), undefined);
      await store.put(entry({ id: 'aa', tenant: 't2', scopeKey: 'scope-2' }), undefined);
      expect((await store.page('t1', undefined, 2)).map(({ id }) => id)).toEqual(['a', 'b']);
      expect(await store.page('t1', 'b', 2)).toEqual([entry({ id: 'c' })]);
      expect(await store.page('t1', 'c', 2)).toEqual([]);
    });

    it('records feedback on what is there', async () => {
      await store.put(entry({ id: 'e1' }), undefined);
      expect(await store.recordFeedback('t1', 'e1', 'right')).toBe(true);
      expect(await store.recordFeedback('t2', 'e1', 'right')).toBe(false);
      expect(await store.recordFeedback('t1', 'none', 'wrong')).toBe(false);
    });
  });
}

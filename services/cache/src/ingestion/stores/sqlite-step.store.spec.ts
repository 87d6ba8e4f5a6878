import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '@docmind/sqlite';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../monitoring/fake-clock.fixture.js';
import type { StepKey } from '../steps/step-store.port.js';
import { SqliteStepStore } from './sqlite-step.store.js';

const key = (contentHash: string, change: Partial<StepKey> = {}): StepKey => ({ contentHash, step: 'parse', fingerprint: 'f1', ...change });

function open(path: string, change: { maxBytes?: number; onRebuilt?: (movedTo: string) => void; clock?: FakeClock } = {}): SqliteStepStore {
  return new SqliteStepStore({ path, maxBytes: 1_000_000, clock: new FakeClock(), onRebuilt: () => undefined, ...change });
}

describe('SqliteStepStore', () => {
  it('gives back the same bytes, also after a restart, for this very key only', async () => {
    const path = join(temporaryFolder(), 'ingestion.db');
    const first = open(path);
    await first.put(key('h1'), Buffer.from([1, 2, 3]), []);
    await first.put(key('h1'), Buffer.from([4, 5]), []);
    first.close();
    const second = open(path);
    expect(await second.get(key('h1'))).toEqual(Buffer.from([4, 5]));
    expect(await second.get(key('h1', { fingerprint: 'f2' }))).toBeUndefined();
    expect(await second.get(key('h1', { step: 'embed' }))).toBeUndefined();
    expect(await second.get(key('h2'))).toBeUndefined();
    expect(second.figures().rawBytes).toBe(2);
    second.close();
  });

  it.each([0, 1, 3, 4, 4_096, 100_003])('gives %i bytes of a vector back as they were', async (size) => {
    const store = open(':memory:');
    const bytes = randomBytes(size);
    await store.put(key('h1', { step: 'embed' }), bytes, []);
    expect(Buffer.from((await store.get(key('h1', { step: 'embed' }))) ?? [])).toEqual(bytes);
    store.close();
  });

  it('keeps text in less than a third of its size', async () => {
    const store = open(':memory:');
    const words = Array.from({ length: 2_000 }, (_, at) => ({ index: at, text: `Snapshot ${at % 37} is kept for ${at % 11} days.` }));
    await store.put(key('h1'), Buffer.from(JSON.stringify(words)), []);
    const { bytes, rawBytes } = store.figures();
    expect(rawBytes / bytes).toBeGreaterThan(3);
    store.close();
  });

  it('drops what was used longest ago beyond its bytes', async () => {
    const clock = new FakeClock();
    const store = open(':memory:', { maxBytes: 1_200, clock });
    for (const hash of ['a', 'b']) {
      await store.put(key(hash), randomBytes(500), []);
      clock.advance(60_000);
    }
    await store.get(key('a'));
    clock.advance(1);
    await store.put(key('c'), randomBytes(500), []);
    const there = await Promise.all(['a', 'b', 'c'].map((hash) => store.get(key(hash))));
    expect(there.map(Boolean)).toEqual([true, false, true]);
    store.close();
  });

  it('fails on a result whose bytes were damaged, so that the step is done again', async () => {
    const path = join(temporaryFolder(), 'ingestion.db');
    const store = open(path);
    await store.put(key('h1'), Buffer.from('a result '.repeat(100)), []);
    const other = openSqlite({ path, settings: { path: '' }, survives: 'a crash', busyTimeoutMs: 1_000, onUnreadable: 'refuse' });
    other.exec("UPDATE steps SET result = x'00112233'");
    other.close();
    await expect(store.get(key('h1'))).rejects.toThrow();
    await store.put(key('h1'), Buffer.from('again'), []);
    expect(Buffer.from((await store.get(key('h1'))) ?? []).toString()).toBe('again');
    store.close();
  });

  it('finds a piece of a result by what it was made from, until the result goes', async () => {
    const clock = new FakeClock();
    const store = open(':memory:', { maxBytes: 1_200, clock });
    await store.put(key('acme/h1', { step: 'embed' }), Buffer.from([1, 2, 3, 4, 5, 6]), ['a', 'b', 'a']);
    await store.put(key('acme/h2', { step: 'embed' }), Buffer.from([7, 8]), ['c']);
    const held = async () => [...(await store.pieces(['b', 'none', 'a', 'c']))].map(([name, bytes]) => [name, ...bytes]);
    expect(await held()).toEqual([
      ['b', 3, 4],
      ['a', 1, 2],
      ['c', 7, 8],
    ]);
    await store.erase('acme', ['h1']);
    expect(await held()).toEqual([['c', 7, 8]]);
    clock.advance(60_000);
    await store.put(key('acme/h3'), randomBytes(1_195), []);
    expect(await held()).toEqual([]);
    store.close();
  });

  it('starts empty over a damaged file and reports it', () => {
    const path = join(temporaryFolder(), 'ingestion.db');
    writeFileSync(path, 'rubbish'.repeat(1_000));
    const moved: string[] = [];
    const store = open(path, { onRebuilt: (movedTo) => void moved.push(movedTo) });
    expect(moved).toEqual([`${path}.damaged-1`]);
    expect(store.figures()).toEqual({ bytes: 0, rawBytes: 0 });
    store.close();
  });
});

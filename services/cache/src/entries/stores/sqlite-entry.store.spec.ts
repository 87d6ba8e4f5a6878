import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runSource, temporaryFolder, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SystemClock } from '../../monitoring/clock.js';
import { entry } from '../entry/entry.fixture.js';
import { FakeClock } from '../../monitoring/fake-clock.fixture.js';
import { describeEntryStore } from './entry-store.contract.js';
import { InMemoryEntryStore } from './in-memory-entry.store.fixture.js';
import { openSemanticDatabase } from './semantic-database.js';
import { SqliteEntryStore } from './sqlite-entry.store.js';
import { SqliteEpochStore } from './sqlite-epoch.store.js';

const never = (): never => {
  throw new Error('not expected to be damaged');
};
const LIMITS = { maxEntries: 100, maxBytes: 1_000_000 };

describeEntryStore('the fake in memory', (limits, clock) => new InMemoryEntryStore(limits, clock));
describeEntryStore(
  'SQLite with sqlite-vec',
  (limits, clock) => new SqliteEntryStore(openSemanticDatabase(':memory:', never), limits, clock),
);

describe('SqliteEntryStore on disk', () => {
  it('has everything again after a restart, also how lately it was used', async () => {
    const path = join(temporaryFolder(), 'semantic.db');
    const clock = new FakeClock();
    const first = new SqliteEntryStore(openSemanticDatabase(path, never), LIMITS, clock);
    await first.put(entry({ id: 'a' }), Float32Array.from([1, 0]));
    clock.advance(1);
    await first.put(entry({ id: 'b' }), Float32Array.from([0, 1]));
    clock.advance(1);
    first.touch('a');
    await first.flush();
    first.close();

    const second = new SqliteEntryStore(openSemanticDatabase(path, never), { ...LIMITS, maxEntries: 2 }, clock);
    expect(second.size().entries).toBe(2);
    expect((await second.nearest('scope-1', Float32Array.from([1, 0]), 1))[0]?.entry.id).toBe('a');
    expect((await second.put(entry({ id: 'c' }), undefined)).map(({ id }) => id)).toEqual(['b']);
    second.close();
  });

  it('starts empty where the file is no database, and reports where it went', async () => {
    const path = join(temporaryFolder(), 'semantic.db');
    writeFileSync(path, 'this is no database file at all, '.repeat(100));
    const moved: string[] = [];
    const store = new SqliteEntryStore(
      openSemanticDatabase(path, (movedTo) => void moved.push(movedTo)),
      LIMITS,
      new FakeClock(),
    );
    expect(moved).toEqual([`${path}.damaged-1`]);
    await store.put(entry({ id: 'a' }), undefined);
    expect(store.size().entries).toBe(1);
    store.close();
  });
});

describe('SqliteEntryStore with a large scope', () => {
  const LARGE = { maxEntries: 10_000, maxBytes: 100_000_000 };
  const random = (seed: number): Float32Array => {
    const values = Float32Array.from({ length: 64 }, (_, at) => (Math.sin(seed * 12.9898 + at * 78.233) * 43_758.5453) % 1);
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  };
  const fill = async (store: SqliteEntryStore, from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at += 1) await store.put(entry({ id: `e${at}` }), random(at));
  };
  const nearestId = async (store: SqliteEntryStore, seed: number): Promise<string | undefined> =>
    (await store.nearest('scope-1', random(seed), 8))[0]?.entry.id;

  it('finds the nearest by their signs, through puts, removals and another process', async () => {
    const path = join(temporaryFolder(), 'semantic.db');
    const file = openSemanticDatabase(path, never);
    const store = new SqliteEntryStore(file, LARGE, new FakeClock());
    await fill(store, 0, 2_100);
    const searching = nearestId(store, 7);
    // Put while the signatures are read.
    await fill(store, 2_100, 2_110);
    expect(await searching).toBe('e7');
    await store.remove('t1', { by: 'entries', ids: ['e7'] });
    const { id: scope } = file.statement('SELECT id FROM scopes').get() as { id: number };
    expect(store.searchesBySigns(scope)).toBe(true);
    for (const seed of [3, 1_500, 2_105]) expect(await nearestId(store, seed)).toBe(`e${seed}`);
    expect(await nearestId(store, 7)).not.toBe('e7');
    const cosines = (await store.nearest('scope-1', random(3), 8)).map(({ cosine }) => cosine);
    expect(cosines).toEqual(cosines.toSorted((left, right) => right - left));

    const other = new SqliteEntryStore(openSemanticDatabase(path, never), LARGE, new FakeClock());
    await fill(other, 3_000, 3_001);
    await other.remove('t1', { by: 'entries', ids: ['e3'] });
    expect(await nearestId(store, 3_000)).toBe('e3000');
    expect(await nearestId(store, 3)).not.toBe('e3');
    // The number of the last row is given anew, here and there.
    await other.remove('t1', { by: 'entries', ids: ['e3000'] });
    await fill(other, 4_000, 4_001);
    expect(await nearestId(store, 4_000)).toBe('e4000');
    await store.remove('t1', { by: 'entries', ids: ['e4000'] });
    await fill(store, 5_000, 5_001);
    expect(await nearestId(store, 5_000)).toBe('e5000');
    other.close();
    store.close();
  });
});

describe('several processes on one file', () => {
  const write = (path: string, name: string, count: number) => {
    const child = runSource(new URL('./writer.fixture.ts', import.meta.url), [path, name, String(count)]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const kept: string[] = [];
    let complaint = '';
    createInterface(child.stdout).on('line', (line) => kept.push(line));
    child.stderr.on('data', (text) => (complaint += String(text)));
    const ended = once(child, 'close').then(([code]) => ({ code, complaint }));
    return { child, kept, ended };
  };
  const reopen = (path: string): SqliteEntryStore =>
    new SqliteEntryStore(openSemanticDatabase(path, never), { maxEntries: 10_000, maxBytes: 100_000_000 }, new SystemClock());

  it('lose no entry and agree on what is there', async () => {
    const path = join(temporaryFolder(), 'semantic.db');
    const writers = ['a', 'b'].map((name) => write(path, name, 150));
    for (const { ended } of writers) expect(await ended).toEqual({ code: 0, complaint: '' });
    const store = reopen(path);
    expect(store.size().entries).toBe(300);
    expect(await store.nearest('scope-1', Float32Array.from([1, 0]), 400)).toHaveLength(300);
    store.close();
  });

  it('after kill -9 in the middle of writing, everything that was kept is there, and whole', async () => {
    const path = join(temporaryFolder(), 'semantic.db');
    const { child, kept, ended } = write(path, 'a', 100_000);
    await until(() => kept.length >= 50, 'some entries to be kept');
    child.kill('SIGKILL');
    await ended;
    const store = reopen(path);
    const there = (await store.nearest('scope-1', Float32Array.from([1, 0]), 100_000)).map((near) => near.entry.id);
    expect(there).toEqual(expect.arrayContaining(kept));
    expect(store.size().entries).toBe(there.length);
    expect(await store.remove('t1', { by: 'documents', ids: ['d1'] })).toHaveLength(there.length);
    expect(store.size()).toEqual({ entries: 0, bytes: 0 });
    store.close();
  });
});

describe('SqliteEpochStore', () => {
  it('never goes back, a tenant at a time', async () => {
    const file = openSemanticDatabase(':memory:', never);
    const epochs = new SqliteEpochStore(file);
    expect(epochs.seen('t1')).toBe(0);
    await epochs.advance('t1', 5);
    await epochs.advance('t1', 3);
    await epochs.noteChanges('t1', 5, ['d1']);
    await epochs.noteChanges('t1', 3, ['d1', 'd2']);
    expect(epochs.seen('t1')).toBe(5);
    expect(epochs.seen('t2')).toBe(0);
    expect(epochs.newestChange('t1', ['d1', 'd2'])).toBe(5);
    expect(epochs.newestChange('t1', ['d2'])).toBe(3);
    expect(epochs.newestChange('t1', [])).toBe(0);
    file.close();
  });
});

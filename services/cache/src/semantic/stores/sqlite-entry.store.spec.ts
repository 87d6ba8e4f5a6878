import { temporaryFolder } from '@docmind/testing';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entry, FakeClock } from '../semantic.fixture.js';
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

describe('a semantic database from before entries had a model', () => {
  it('gets the column, filled from the scope', async () => {
    const path = join(temporaryFolder(), 'semantic.db');
    const scopeKey = JSON.stringify(['t1', 'ns', 'gpt-x', 'p', '', '', 'fact', 'fake']);
    const older = new SqliteEntryStore(openSemanticDatabase(path, never), LIMITS, new FakeClock());
    await older.put(entry({ id: 'a', scopeKey, model: 'gpt-x' }), undefined);
    older.close();
    const file = openSemanticDatabase(path, never);
    for (const column of ['model', 'agent']) file.run(() => file.statement(`ALTER TABLE entries DROP COLUMN ${column}`).run());
    file.close();
    const store = new SqliteEntryStore(openSemanticDatabase(path, never), LIMITS, new FakeClock());
    expect(await store.page('t1', undefined, 10)).toEqual([entry({ id: 'a', scopeKey, model: 'gpt-x' })]);
    expect(await store.remove('t1', { by: 'model', model: 'gpt-x' })).toHaveLength(1);
    store.close();
  });
});

describe('SqliteEpochStore', () => {
  it('never goes back, a tenant at a time', () => {
    const file = openSemanticDatabase(':memory:', never);
    const epochs = new SqliteEpochStore(file);
    expect(epochs.seen('t1')).toBe(0);
    epochs.advance('t1', 5);
    epochs.advance('t1', 3);
    epochs.noteChanges('t1', 5, ['d1']);
    epochs.noteChanges('t1', 3, ['d1', 'd2']);
    expect(epochs.seen('t1')).toBe(5);
    expect(epochs.seen('t2')).toBe(0);
    expect(epochs.newestChange('t1', ['d1', 'd2'])).toBe(5);
    expect(epochs.newestChange('t1', ['d2'])).toBe(3);
    expect(epochs.newestChange('t1', [])).toBe(0);
    file.close();
  });
});

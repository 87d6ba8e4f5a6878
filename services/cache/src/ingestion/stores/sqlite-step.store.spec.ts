import { temporaryFolder } from '@docmind/testing';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../semantic/semantic.fixture.js';
import type { StepKey } from '../step-store.port.js';
import { SqliteStepStore } from './sqlite-step.store.js';

const key = (contentHash: string, change: Partial<StepKey> = {}): StepKey => ({ contentHash, step: 'parse', fingerprint: 'f1', ...change });

function open(path: string, change: { maxBytes?: number; onRebuilt?: (movedTo: string) => void; clock?: FakeClock } = {}): SqliteStepStore {
  return new SqliteStepStore({ path, maxBytes: 1_000, clock: new FakeClock(), onRebuilt: () => undefined, ...change });
}

describe('SqliteStepStore', () => {
  it('gives back the same bytes, also after a restart, for this very key only', () => {
    const path = join(temporaryFolder(), 'ingestion.db');
    const first = open(path);
    first.put(key('h1'), Buffer.from([1, 2, 3]));
    first.put(key('h1'), Buffer.from([4, 5]));
    first.close();
    const second = open(path);
    expect(second.get(key('h1'))).toEqual(Buffer.from([4, 5]));
    expect(second.get(key('h1', { fingerprint: 'f2' }))).toBeUndefined();
    expect(second.get(key('h1', { step: 'embed' }))).toBeUndefined();
    expect(second.get(key('h2'))).toBeUndefined();
    expect(second.bytes()).toBe(2);
    second.close();
  });

  it('drops what was used longest ago beyond its bytes', () => {
    const clock = new FakeClock();
    const store = open(':memory:', { maxBytes: 100, clock });
    for (const hash of ['a', 'b']) {
      store.put(key(hash), Buffer.alloc(50));
      clock.advance(1);
    }
    store.get(key('a'));
    clock.advance(1);
    store.put(key('c'), Buffer.alloc(50));
    expect([store.get(key('a')), store.get(key('b')), store.get(key('c'))].map(Boolean)).toEqual([true, false, true]);
    store.close();
  });

  it('starts empty over a damaged file and reports it', () => {
    const path = join(temporaryFolder(), 'ingestion.db');
    writeFileSync(path, 'rubbish'.repeat(1_000));
    const moved: string[] = [];
    const store = open(path, { onRebuilt: (movedTo) => void moved.push(movedTo) });
    expect(moved).toEqual([`${path}.damaged-1`]);
    expect(store.bytes()).toBe(0);
    store.close();
  });
});

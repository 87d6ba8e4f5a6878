import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeCheckpointStore } from './checkpoint-store.contract.js';
import { SqliteCheckpointStore } from './sqlite-checkpoint.store.js';

function open(path: string, { moved = [], mostKept }: { moved?: string[]; mostKept?: number | undefined } = {}): SqliteCheckpointStore {
  const store = new SqliteCheckpointStore(path, (movedTo, reason) => void moved.push(`${movedTo}: ${reason}`), mostKept);
  onTestFinished(() => store.onApplicationShutdown());
  return store;
}

describe('SqliteCheckpointStore', () => {
  describeCheckpointStore(async () => {
    const path = join(temporaryFolder(), 'checkpoints.db');
    return { open: (mostKept) => open(path, { mostKept }) };
  });

  it('starts anew over a file that is no database, keeps it and says where', async () => {
    const path = join(temporaryFolder(), 'checkpoints.db');
    writeFileSync(path, 'rubbish'.repeat(1_000));
    const moved: string[] = [];
    const store = open(path, { moved });
    expect(await store.committed({ tenant: 'acme', requestId: 'r1' })).toBeUndefined();
    expect(moved).toEqual([`${path}.damaged-1: damaged`]);
  });
});

import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { keepPrivate } from './private-files.js';

const FILES = ['docmind.db', 'docmind.db-wal', 'erasures.jsonl', 'cache/semantic.db', 'backups/one/base.db', 'models/m/model.gguf'];

describe('keepPrivate', () => {
  it('takes files and folders that are there already from others, and leaves models to the group', async () => {
    const folder = temporaryFolder();
    for (const place of ['cache', 'backups/one', 'models/m']) mkdirSync(join(folder, place), { recursive: true });
    for (const file of FILES) writeFileSync(join(folder, file), 'x');
    const elsewhere = join(temporaryFolder(), 'other.db');
    writeFileSync(elsewhere, 'x');
    symlinkSync(elsewhere, join(folder, 'linked.db'));
    for (const path of ['.', 'cache', 'backups', 'backups/one', 'models', 'models/m']) chmodSync(join(folder, path), 0o755);
    for (const file of [...FILES.map((name) => join(folder, name)), elsewhere]) chmodSync(file, 0o644);

    await keepPrivate(folder);
    const modeOf = (path: string): string => (statSync(join(folder, path)).mode & 0o777).toString(8);
    expect(FILES.map(modeOf)).toEqual(['600', '600', '600', '600', '600', '644']);
    expect(['.', 'cache', 'backups', 'backups/one', 'models', 'models/m', 'linked.db'].map(modeOf)).toEqual([
      '750',
      '700',
      '700',
      '700',
      '755',
      '755',
      '644',
    ]);
    await keepPrivate(join(folder, 'nowhere'));
  });
});

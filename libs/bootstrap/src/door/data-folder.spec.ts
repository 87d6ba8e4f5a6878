import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { assertIsFolder, assertIsNoFolder, assertRoom } from './data-folder.js';

describe('the data folder', () => {
  it('may be there or not, but is no file', async () => {
    const folder = temporaryFolder();
    await assertIsFolder(folder);
    await assertIsFolder(join(folder, 'none', 'yet'));
    writeFileSync(join(folder, 'file'), '');
    await expect(assertIsFolder(join(folder, 'file'))).rejects.toThrow(/file is a file; name a folder/);
    await expect(assertIsFolder(join(folder, 'file', 'below'))).rejects.toThrow(/must be a folder/);
  });

  it('may hold a database that is there or not, but no folder in its place', async () => {
    const folder = temporaryFolder();
    await assertIsNoFolder(join(folder, 'none', 'yet.db'));
    writeFileSync(join(folder, 'file'), '');
    await assertIsNoFolder(join(folder, 'file'));
    await expect(assertIsNoFolder(folder)).rejects.toThrow(/is a folder; name a file/);
  });

  it('has room, and says in words when nothing can be written', async () => {
    const folder = temporaryFolder();
    await assertRoom(folder);
    await assertRoom(join(folder, 'none'));
    // The kernel's own: never a byte free.
    await expect(assertRoom('/proc')).rejects.toThrow(/^disk full: 0 MiB are free/);
  });

  it.skipIf(process.getuid?.() === 0)('that is read-only is told (root may write everywhere)', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    await expect(assertRoom(folder)).rejects.toThrow(/can't be written \(EACCES\)/);
    chmodSync(folder, 0o700);
  });
});

import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { temporaryFolder } from '@docmind/testing';
import { expect, it } from 'vitest';
import { FileUploadStore } from './file-upload.store.js';

const HOUR_SECONDS = 3_600;

it('lists what waits in its folder, and lets go of what nobody came back for in a day', async () => {
  const folder = temporaryFolder();
  const store = new FileUploadStore(folder);
  const { id } = await store.write(Readable.from([Buffer.from('kept')]));
  const { id: left } = await store.write(Readable.from([Buffer.from('left behind')]));
  const then = Date.now() / 1_000 - 25 * HOUR_SECONDS;
  utimesSync(join(folder, left), then, then);
  expect(await store.list()).toEqual([id]);
  await expect(store.read(left, 0, 10)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await store.read(id, 0, 10)).last).toBe(true);
});

it('takes uploads again once its folder can be made', async () => {
  const folder = join(temporaryFolder(), 'uploads');
  writeFileSync(folder, 'a file where the folder should be');
  const store = new FileUploadStore(folder);
  await expect(store.write(Readable.from([Buffer.from('x')]))).rejects.toThrow();
  rmSync(folder);
  mkdirSync(folder);
  expect(await store.write(Readable.from([Buffer.from('x')]))).toMatchObject({ sizeBytes: 1 });
});

import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { FileUploadStore } from './file-upload.store.js';

describe('FileUploadStore', () => {
  it.each([undefined, 'c2l4dGVlbi1ieXRlcy1hbmQtbW9yZQ=='])('gives any part of an upload back as it came; key: %s', async (key) => {
    const folder = temporaryFolder();
    const store = new FileUploadStore(folder, key);
    const content = Buffer.concat([Buffer.from('a very secret note '.repeat(10)), randomBytes(1_000)]);
    const { id } = await store.write(Readable.from([content.subarray(0, 33), content.subarray(33)]));
    expect(readFileSync(join(folder, id)).includes('very secret')).toBe(key === undefined);
    for (const [offset, length] of [
      [0, 2_000],
      [0, 7],
      [7, 64],
      [16, 16],
      [1_100, 500],
      [5_000, 10],
    ] as const) {
      const { bytes, last } = await store.read(id, offset, length);
      expect([Buffer.from(bytes).equals(content.subarray(offset, offset + length)), last]).toEqual([
        true,
        offset + length >= content.length,
      ]);
    }
  });

  it('reads what waits since before there was a key, and encrypts it', async () => {
    const folder = temporaryFolder();
    const { id } = await new FileUploadStore(folder).write(Readable.from([Buffer.from('a very secret note')]));
    const store = new FileUploadStore(folder, 'c2l4dGVlbi1ieXRlcy1hbmQtbW9yZQ==');
    const whole = async () => Buffer.from((await store.read(id, 0, 100)).bytes).toString();
    expect(await whole()).toBe('a very secret note');
    expect(await store.list()).toEqual([id]);
    expect(readFileSync(join(folder, id)).includes('very secret')).toBe(false);
    expect(await whole()).toBe('a very secret note');
  });

  it('encrypts what waits once, where replicas that share the folder do it at the same time', async () => {
    const folder = temporaryFolder();
    const bytes = randomBytes(3_000_000);
    const { id } = await new FileUploadStore(folder).write(Readable.from([bytes]));
    const replicas = [1, 2, 3].map(() => new FileUploadStore(folder, 'c2l4dGVlbi1ieXRlcy1hbmQtbW9yZQ=='));
    expect(await Promise.all(replicas.map((replica) => replica.list()))).toEqual([[id], [id], [id]]);
    for (const replica of replicas) expect(Buffer.from((await replica.read(id, 0, 4_000_000)).bytes).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual([id]);
  });
});

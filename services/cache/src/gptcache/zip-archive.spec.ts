import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { until } from '@docmind/testing';
import { expect, it } from 'vitest';
import { zipOf } from './zip-archive.js';

const PIECE_BYTES = 64 * 1024;
const PIECES = 500;

/** 32 MB that don't get smaller, and how much of it was asked for. */
function pieces() {
  const taken = { pieces: 0, isEnded: false };
  async function* read(): AsyncGenerator<string> {
    try {
      for (; taken.pieces < PIECES; taken.pieces += 1) yield randomBytes(PIECE_BYTES / 2).toString('hex');
    } finally {
      taken.isEnded = true;
    }
  }
  return { taken, content: read() };
}

it('holds little of the content, however slowly it is read', async () => {
  const { taken, content } = pieces();
  const archive = zipOf('content', content);
  await once(archive, 'readable');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(taken.pieces).toBeLessThan(20);
  let bytes = 0;
  for await (const chunk of archive) bytes += (chunk as Buffer).length;
  expect(taken.pieces).toBe(PIECES);
  expect(bytes).toBeGreaterThan((PIECES * PIECE_BYTES) / 2);
});

it('ends the content when the reader leaves', async () => {
  const { taken, content } = pieces();
  const archive = zipOf('content', content);
  await once(archive, 'readable');
  archive.destroy();
  await until(() => taken.isEnded, 'the content to be ended');
  expect(taken.pieces).toBeLessThan(20);
});

it('fails when the content does', async () => {
  async function* failing(): AsyncGenerator<string> {
    yield 'a line';
    throw new Error('the store is gone');
  }
  const archive = zipOf('content', failing());
  await expect(archive.toArray()).rejects.toThrow('the store is gone');
});

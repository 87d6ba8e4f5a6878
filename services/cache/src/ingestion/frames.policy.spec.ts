import { type Chunk, decodeVector } from '@docmind/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameBatches, wireChunks } from './frames.policy.js';
import { joinVectors, splitVectors } from './steps/vector-bytes.policy.js';

describe('frameBatches', () => {
  it('keeps order and size, and never cuts a chunk', () => {
    const chunk = fc.record({
      index: fc.nat(),
      text: fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' }),
      vector: fc.constant('AAAA'),
    });
    fc.assert(
      fc.property(fc.array(chunk), (chunks: Chunk[]) => {
        const batches = [...frameBatches(chunks, 1_000)];
        expect(batches.flat()).toEqual(chunks);
        for (const batch of batches) expect(batch.length === 1 || Buffer.byteLength(JSON.stringify(batch)) <= 1_001).toBe(true);
      }),
    );
  });
});

describe('vectors', () => {
  it('come out of bytes and off the wire as they went in', () => {
    const vectors = [Float32Array.from([0.1, -2]), Float32Array.from([3, 4])];
    expect(splitVectors(joinVectors(vectors), 2)).toEqual(vectors);
    const wire = wireChunks(
      [
        { index: 0, start: 0, end: 1, text: 'a' },
        { index: 1, start: 0, end: 1, text: 'b', page: 2 },
      ],
      vectors,
    );
    expect(wire.map(({ vector }) => decodeVector(vector))).toEqual(vectors);
  });

  it('are refused when the bytes were cut', () => {
    expect(() => splitVectors(new Uint8Array(7), 2)).toThrow(/no whole vectors/);
  });
});

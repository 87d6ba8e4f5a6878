import { type Chunk, encodeVector } from '@docmind/contracts';
import type { TextChunk } from './documents/parsed-document.js';

/** Well below NATS's 1 MiB, and room for the envelope. */
export const MAX_FRAME_BYTES = 256 * 1024;

export function wireChunks(chunks: readonly TextChunk[], vectors: readonly Float32Array[]): Chunk[] {
  return chunks.map(({ start, end, pageLabel, lines, ...chunk }, at) => ({
    ...chunk,
    place: {
      start,
      end,
      ...(pageLabel === undefined ? {} : { pageLabel }),
      ...(lines === undefined ? {} : { lines: lines.map((line) => [...line]) }),
    },
    vector: encodeVector(vectors[at] as Float32Array),
  }));
}

/** In order, each batch as full as a frame may be; a chunk is never cut. */
export function* frameBatches(chunks: readonly Chunk[], maxBytes = MAX_FRAME_BYTES): Generator<Chunk[]> {
  let batch: Chunk[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    const size = Buffer.byteLength(JSON.stringify(chunk)) + 1;
    if (batch.length > 0 && bytes + size > maxBytes) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(chunk);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

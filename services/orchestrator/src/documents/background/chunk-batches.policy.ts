import type { Chunk } from '@docmind/contracts';

const MAX_BATCH_CHUNKS = 256;
/** Below NATS's 1 MiB with room for the envelope. */
const MAX_BATCH_BYTES = 700_000;

/** Splits chunks into batches that fit one message. */
export function* chunkBatches(chunks: readonly Chunk[], maxBytes = MAX_BATCH_BYTES): Generator<Chunk[]> {
  let batch: Chunk[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    const size = Buffer.byteLength(chunk.text) + Buffer.byteLength(chunk.heading ?? '') + chunk.vector.length + 128;
    if (batch.length > 0 && (bytes + size > maxBytes || batch.length >= MAX_BATCH_CHUNKS)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(chunk);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

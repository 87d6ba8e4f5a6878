import { type Chunk, decodeVector } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { DocumentFacts, StagedChunk } from './document-store.port.js';

/** What is staged under one id. */
export interface StagedCount {
  readonly chunks: number;
  /** How many of them have vectors of other dimensions. */
  readonly other: number;
  readonly last: number | null;
}

/** @throws AppError INVALID_ARGUMENT naming the first chunk whose vector is no list of finite float32 numbers. */
export function toStagedChunks(chunks: readonly Chunk[]): StagedChunk[] {
  return chunks.map((chunk) => ({ ...chunk, vector: toVector(chunk.vector, `chunk ${chunk.index}`) }));
}

/** @throws AppError INVALID_ARGUMENT when `encoded` is not base64 of at least one finite float32. */
export function toVector(encoded: string, owner: string): Float32Array {
  const bytes = Buffer.byteLength(encoded, 'base64');
  if (bytes === 0 || bytes % Float32Array.BYTES_PER_ELEMENT !== 0) {
    throw new AppError('INVALID_ARGUMENT', `The vector of ${owner} has ${bytes} bytes: it must be base64 of one or more float32 numbers`);
  }
  const vector = decodeVector(encoded);
  if (!vector.every(Number.isFinite)) {
    throw new AppError('INVALID_ARGUMENT', `The vector of ${owner} holds a value that is no finite number`);
  }
  return vector;
}

/** @throws AppError FAILED_PRECONDITION when not exactly the document's chunks are staged, with vectors of its dimensions */
export function assertComplete({ chunks, other, last }: StagedCount, { path, chunkCount, dimensions }: DocumentFacts): void {
  if (chunks !== chunkCount || last !== chunkCount - 1) {
    const problem = `${chunks} of the ${chunkCount} chunks of '${path}' are staged`;
    throw new AppError('FAILED_PRECONDITION', `${problem}: stage chunks 0 to ${chunkCount - 1} under this stagingId first`);
  }
  if (other > 0) {
    const problem = `${other} staged chunks of '${path}' have vectors of other dimensions than the ${dimensions} given`;
    throw new AppError('FAILED_PRECONDITION', problem);
  }
}

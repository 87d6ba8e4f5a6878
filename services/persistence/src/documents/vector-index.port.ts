import { AppError } from '@docmind/errors';

export interface VectorQuery {
  readonly tenant: string;
  readonly vector: Float32Array;
  readonly limit: number;
  /** Only these chunks, where given. */
  readonly chunkIds?: readonly number[] | undefined;
}

export interface VectorHit {
  readonly chunkId: number;
  /** Cosine, 1 is the same direction. */
  readonly similarity: number;
}

/** Nearest chunks of one tenant. Readers join hits with committed chunks, so an entry without one is never seen. Vectors are written with their document, by its store. */
export abstract class VectorIndex {
  /** Best first. A vector of other dimensions than the index's is FAILED_PRECONDITION. */
  abstract search(query: VectorQuery): Promise<VectorHit[]>;
}

export function otherDimensions(index: number, given: number): AppError {
  return new AppError(
    'FAILED_PRECONDITION',
    `The index holds vectors of ${index} dimensions, these have ${given}: use the embedder the documents were indexed with, or delete all documents and index them again`,
    { details: { indexDimensions: index, givenDimensions: given } },
  );
}

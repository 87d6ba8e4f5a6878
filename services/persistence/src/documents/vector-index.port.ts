export interface VectorEntry {
  readonly chunkId: number;
  readonly vector: Float32Array;
}

/** What one change of a document means for the vectors. Chunk ids are never used twice, so added and removed never overlap. */
export interface VectorChange {
  readonly tenant: string;
  readonly documentId: string;
  /** 0 when nothing is added. */
  readonly dimensions: number;
  readonly removed: readonly number[];
  /** Batches: a document may be larger than is good to hold at once. */
  readonly added: () => Iterable<readonly VectorEntry[]>;
}

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

/** Nearest chunks of one tenant. Readers join hits with committed chunks, so an entry without one is never seen. */
export abstract class VectorIndex {
  /** Runs inside the database's transaction, hence synchronous; throwing rolls everything back. */
  abstract apply(change: VectorChange): void;
  /** The vectors of those chunks that are in the index. Runs inside the transaction, too. */
  abstract read(chunkIds: readonly number[]): Map<number, Float32Array>;
  /** Best first. A vector of other dimensions than the index's is FAILED_PRECONDITION. */
  abstract search(query: VectorQuery): Promise<VectorHit[]>;
}

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

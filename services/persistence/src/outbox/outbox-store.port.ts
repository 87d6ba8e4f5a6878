/** One change of a document that the cache hasn't acknowledged yet. */
export interface OutboxRow {
  readonly id: number;
  readonly tenant: string;
  readonly documentId: string;
  readonly epoch: number;
}

export abstract class OutboxStore {
  /** Oldest first. */
  abstract pending(limit: number): Promise<OutboxRow[]>;
  abstract remove(ids: readonly number[]): Promise<void>;
  abstract count(): Promise<number>;
}

/** One change of a document that the cache hasn't acknowledged yet. */
export interface OutboxRow {
  readonly id: number;
  readonly tenant: string;
  readonly documentId: string;
  readonly epoch: number;
}

export abstract class OutboxStore {
  /** Whether other processes write to it, too: what one of them left when it ended is nobody's but ours. */
  readonly isShared: boolean = false;
  /** Oldest first. Of those who share it one delivers at a time, until it has found none pending; the others wait here. */
  abstract pending(limit: number): Promise<OutboxRow[]>;
  abstract remove(ids: readonly number[]): Promise<void>;
  abstract count(): Promise<number>;
}

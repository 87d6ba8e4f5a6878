import { isUnreadable, type SqliteConnection } from './open-sqlite.js';

interface Waiting {
  readonly work: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One writer: what is asked for in one turn of the event loop is committed together, as each commit waits for the disk. Each work is all or nothing by itself;
 * none is acknowledged before all are on the disk.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];

  constructor(private readonly connection: SqliteConnection) {}

  /** @param work must not wait for anything */
  run<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ work, resolve, reject });
      if (this.waiting.length === 1) setImmediate(() => this.commit());
    });
  }

  /** What waits, now. */
  commit(): void {
    const group = this.waiting.splice(0);
    if (group.length === 0) return;
    let endings: (() => void)[];
    try {
      endings = this.connection.transaction(() => group.map((one) => this.attempt(one))).immediate();
    } catch (error) {
      endings = group.map(
        ({ reject }) =>
          () =>
            reject(error),
      );
    }
    for (const end of endings) end();
  }

  /** @returns what its caller is told once the group is on the disk @throws what ended the whole transaction, such as a full disk */
  private attempt({ work, resolve, reject }: Waiting): () => void {
    try {
      const result = this.connection.transaction(work)() as never;
      return () => resolve(result);
    } catch (error) {
      if (!this.connection.inTransaction || isUnreadable(error)) throw error;
      return () => reject(error);
    }
  }
}

import { ReadThread, type SqliteConnection } from '@docmind/sqlite';
import * as sqliteVec from 'sqlite-vec';

/** Up to here a search takes some 15 ms, and the way to a thread and back would be a good part of it. */
const LONG_FROM_CHUNKS = 5_000;

/**
 * Statements that take longer the more documents there are: in place while those are few, then on a thread, so that the others are answered meanwhile.
 * They must not rest on functions of our own, which the thread's connection lacks.
 */
export class LongReads {
  private readonly thread: ReadThread | undefined;

  constructor(
    private readonly connection: SqliteConnection,
    key: string | undefined,
    private readonly fromChunks = LONG_FROM_CHUNKS,
  ) {
    if (!connection.memory) this.thread = new ReadThread({ path: connection.name, key, extensions: [sqliteVec.getLoadablePath()] });
  }

  async rows<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    return (await this.read(sql, parameters, false)) as Row[];
  }

  /** The first column of each row. */
  async column<Value>(sql: string, parameters: readonly unknown[]): Promise<Value[]> {
    return (await this.read(sql, parameters, true)) as Value[];
  }

  /** While `work` goes on nobody reads on the thread. */
  async alone(work: () => Promise<void>): Promise<void> {
    await (this.thread ? this.thread.alone(work) : work());
  }

  async close(): Promise<void> {
    await this.thread?.close();
  }

  private async read(sql: string, parameters: readonly unknown[], isPluck: boolean): Promise<unknown[]> {
    if (this.thread && this.isLong()) return this.thread.all({ sql, parameters, isPluck });
    const statement = this.connection.prepare(sql);
    return (isPluck ? statement.pluck() : statement).all(...parameters);
  }

  /** By the highest number that a chunk got, as to count them would take as long as a search. */
  private isLong(): boolean {
    const highest = this.connection.prepare('SELECT max(id) FROM chunks').pluck().get() as number | null;
    return (highest ?? 0) >= this.fromChunks;
  }
}

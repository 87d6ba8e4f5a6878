import type { Clock } from '../../clock.js';
import { SqliteFile } from '../../stores/sqlite-file.js';
import { type StepKey, StepStore } from '../step-store.port.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS steps (
    id INTEGER PRIMARY KEY, content_hash TEXT NOT NULL, step TEXT NOT NULL, fingerprint TEXT NOT NULL, used_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL, result BLOB NOT NULL, UNIQUE (content_hash, step, fingerprint));
  CREATE INDEX IF NOT EXISTS steps_by_use ON steps (used_at, bytes);`;

export interface SqliteStepStoreOptions {
  readonly path: string;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly onRebuilt: (movedTo: string) => void;
}

/** Each result in one transaction: after a crash it is whole or absent. */
export class SqliteStepStore extends StepStore {
  private readonly file: SqliteFile;

  constructor(private readonly options: SqliteStepStoreOptions) {
    super();
    const { path, onRebuilt } = options;
    this.file = new SqliteFile({ path, onRebuilt, prepare: (database) => void database.exec(SCHEMA) });
  }

  get({ contentHash, step, fingerprint }: StepKey): Uint8Array | undefined {
    return this.file.run(() => {
      const row = this.file
        .statement('UPDATE steps SET used_at = ? WHERE content_hash = ? AND step = ? AND fingerprint = ? RETURNING result')
        .get(this.options.clock.nowMs(), contentHash, step, fingerprint) as { result: Buffer } | undefined;
      return row?.result;
    });
  }

  put({ contentHash, step, fingerprint }: StepKey, result: Uint8Array): void {
    this.file.run(() => {
      const now = this.options.clock.nowMs();
      this.file
        .statement(
          `INSERT INTO steps (content_hash, step, fingerprint, used_at, bytes, result) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET used_at = excluded.used_at, bytes = excluded.bytes, result = excluded.result`,
        )
        .run(contentHash, step, fingerprint, now, result.byteLength, result);
      this.evict();
    });
  }

  bytes(): number {
    return this.file.read(
      () =>
        (this.file.statement('SELECT coalesce(sum(bytes), 0) AS bytes FROM steps INDEXED BY steps_by_use').get() as { bytes: number })
          .bytes,
    );
  }

  close(): void {
    this.file.close();
  }

  private evict(): void {
    let excess = this.bytes() - this.options.maxBytes;
    while (excess > 0) {
      const oldest = this.file
        .statement('DELETE FROM steps WHERE id = (SELECT id FROM steps ORDER BY used_at, id LIMIT 1) RETURNING bytes')
        .get();
      if (!oldest) return;
      excess -= (oldest as { bytes: number }).bytes;
    }
  }
}

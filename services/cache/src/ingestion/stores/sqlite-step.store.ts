import { setImmediate as turn } from 'node:timers/promises';
import { type MoveReason, SqliteFile } from '@docmind/sqlite';
import type { Clock } from '../../monitoring/clock.js';
import { contentKeyOf, type StepFigures, type StepKey, StepStore } from '../steps/step-store.port.js';
import { pack, unpack } from '../steps/step-codec.js';

const VERSION = 2;
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS steps (
    id INTEGER PRIMARY KEY, content_hash TEXT NOT NULL, step TEXT NOT NULL, fingerprint TEXT NOT NULL, used_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL, raw_bytes INTEGER NOT NULL, result BLOB NOT NULL, UNIQUE (content_hash, step, fingerprint));
  CREATE INDEX IF NOT EXISTS steps_by_use ON steps (used_at);
  CREATE TABLE IF NOT EXISTS totals (one INTEGER PRIMARY KEY CHECK (one = 1), bytes INTEGER NOT NULL, raw_bytes INTEGER NOT NULL);
  INSERT OR IGNORE INTO totals VALUES (1, 0, 0);
  CREATE TABLE IF NOT EXISTS pieces (
    step_id INTEGER NOT NULL, start INTEGER NOT NULL, bytes INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (step_id, start)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS pieces_by_key ON pieces (key);
  CREATE TRIGGER IF NOT EXISTS pieces_removed AFTER DELETE ON steps BEGIN DELETE FROM pieces WHERE step_id = old.id; END;
  CREATE TRIGGER IF NOT EXISTS step_added AFTER INSERT ON steps BEGIN
    UPDATE totals SET bytes = bytes + new.bytes, raw_bytes = raw_bytes + new.raw_bytes; END;
  CREATE TRIGGER IF NOT EXISTS step_removed AFTER DELETE ON steps BEGIN
    UPDATE totals SET bytes = bytes - old.bytes, raw_bytes = raw_bytes - old.raw_bytes; END;`;

/** A second use this soon after another doesn't have to be noted. */
const NOTED_EVERY_MS = 60_000;

const OF_CONTENT = 'SELECT id FROM steps WHERE content_hash';
/** A step of a long document may take megabytes. */
const ERASED_AT_ONCE = 8;

interface StepRow {
  readonly id: number;
  readonly step: StepKey['step'];
  readonly used_at: number;
  readonly raw_bytes: number;
  readonly result: Buffer;
}

interface PieceRow {
  readonly step_id: number;
  /** In the step's result. */
  readonly start: number;
  readonly bytes: number;
  readonly key: string;
}

export interface SqliteStepStoreOptions {
  readonly path: string;
  readonly key?: string | undefined;
  /** Of compressed results. */
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly onRebuilt: (movedTo: string, reason: MoveReason) => void;
}

/** Each result in one transaction: after a crash it is whole or absent. */
export class SqliteStepStore extends StepStore {
  private readonly file: SqliteFile;

  constructor(private readonly options: SqliteStepStoreOptions) {
    super();
    this.file = new SqliteFile({
      path: options.path,
      settings: { path: 'DOCMIND_DATA_DIR', key: 'DOCMIND_DB_KEY_FILE' },
      key: options.key,
      schemaVersion: VERSION,
      prepare: (connection) => void connection.exec(SCHEMA),
      onUnreadable: options.onRebuilt,
    });
  }

  async get(key: StepKey): Promise<Uint8Array | undefined> {
    const row = this.file.read(() =>
      this.file
        .statement('SELECT * FROM steps WHERE content_hash = ? AND step = ? AND fingerprint = ?')
        .get(key.contentHash, key.step, key.fingerprint),
    ) as StepRow | undefined;
    return row && this.resultOf(row);
  }

  async pieces(keys: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const places = this.placesOf(keys);
    const found = new Map<string, Uint8Array>();
    for (const id of new Set(places.map(({ step_id }) => step_id))) {
      const row = this.file.read(() => this.file.statement('SELECT * FROM steps WHERE id = ?').get(id)) as StepRow | undefined;
      const result = row && (await this.resultOf(row));
      if (!result) continue;
      for (const { key, start, bytes } of places.filter(({ step_id }) => step_id === id))
        found.set(key, result.subarray(start, start + bytes));
    }
    return found;
  }

  async put(key: StepKey, result: Uint8Array, pieces: readonly string[]): Promise<void> {
    const packed = await pack(key.step, result);
    await this.file.runPatiently(() => {
      const { contentHash, step, fingerprint } = key;
      this.file.statement('DELETE FROM steps WHERE content_hash = ? AND step = ? AND fingerprint = ?').run(contentHash, step, fingerprint);
      const { lastInsertRowid: id } = this.file
        .statement('INSERT INTO steps (content_hash, step, fingerprint, used_at, bytes, raw_bytes, result) VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(contentHash, step, fingerprint, this.options.clock.nowMs(), packed.byteLength, result.byteLength, packed);
      const insert = this.file.statement('INSERT INTO pieces (step_id, start, bytes, key) VALUES (?, ?, ?, ?)');
      const bytes = result.byteLength / pieces.length;
      for (const [at, piece] of pieces.entries()) insert.run(id, at * bytes, bytes, piece);
      this.evict();
    });
  }

  async erase(tenant: string, contentHashes: readonly string[] | undefined): Promise<number> {
    let erased = 0;
    if (contentHashes === undefined) {
      const [from, to] = [contentKeyOf(tenant, ''), `${tenant}0`];
      erased = await this.deleteAll(`${OF_CONTENT} > ? AND content_hash < ?`, [from, to]);
    } else {
      for (const hash of contentHashes) erased += await this.deleteAll(`${OF_CONTENT} = ?`, [contentKeyOf(tenant, hash)]);
    }
    await this.file.scrub();
    return erased;
  }

  figures(): StepFigures {
    return this.file.read(() => this.file.statement('SELECT bytes, raw_bytes AS rawBytes FROM totals').get()) as StepFigures;
  }

  close(): void {
    this.file.close();
  }

  private placesOf(keys: readonly string[]): PieceRow[] {
    const place = 'SELECT * FROM pieces WHERE key = ? LIMIT 1';
    return this.file.read(() => keys.flatMap((key) => (this.file.statement(place).get(key) as PieceRow | undefined) ?? []));
  }

  private async resultOf(row: StepRow): Promise<Uint8Array> {
    // A use that can't be noted makes the order a little off; the result is there all the same.
    await this.noteUse(row).catch(() => undefined);
    return unpack(row.step, row.result, row.raw_bytes);
  }

  private async noteUse(row: StepRow): Promise<void> {
    const nowMs = this.options.clock.nowMs();
    if (nowMs - row.used_at < NOTED_EVERY_MS) return;
    await this.file.runPatiently(() => void this.file.statement('UPDATE steps SET used_at = ? WHERE id = ?').run(nowMs, row.id));
  }

  private async deleteAll(ids: string, values: readonly string[]): Promise<number> {
    const some = `DELETE FROM steps WHERE id IN (${ids} LIMIT ${ERASED_AT_ONCE})`;
    for (let deleted = 0; ;) {
      const now = await this.file.runPatiently(() => this.file.statement(some).run(...values).changes);
      if (now === 0) return deleted;
      deleted += now;
      await turn();
    }
  }

  private evict(): void {
    let excess = this.figures().bytes - this.options.maxBytes;
    while (excess > 0) {
      const oldest = this.file
        .statement('DELETE FROM steps WHERE id = (SELECT id FROM steps ORDER BY used_at, id LIMIT 1) RETURNING bytes')
        .get();
      if (!oldest) return;
      excess -= (oldest as { bytes: number }).bytes;
    }
  }
}

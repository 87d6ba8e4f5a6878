import type { CacheMeta, Citation } from '@docmind/contracts';
import type { Clock } from '../../clock.js';
import type { SqliteFile } from '../../stores/sqlite-file.js';
import { type CacheEntry, documentIdsOf, entryBytes, type EntryRef } from '../cache-entry.js';
import { type EntrySelection, EntryStore, type NearEntry } from '../entry-store.port.js';

export interface EntryLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

interface Row {
  row: number;
  id: string;
  scope: number;
  scope_key: string;
  exact_key: string;
  tenant: string;
  namespace: string;
  model: string;
  agent: string | null;
  question: string;
  answer: string;
  citations: string;
  from_documents: number;
  epoch: number;
  created_at: number;
  expires_at: number;
  bytes: number;
  meta: string | null;
}

const ENTRY = 'SELECT e.*, s.scope_key FROM entries e JOIN scopes s ON s.id = e.scope';
const MAX_TOUCHED = 1_000;

/** Answers and vectors in one SQLite file; distances by sqlite-vec, over the rows of one scope. */
export class SqliteEntryStore extends EntryStore {
  private entries = 0;
  private bytes = 0;
  /** Entries used since the last write, so that a hit writes nothing. */
  private readonly touched = new Map<string, number>();

  constructor(
    private readonly file: SqliteFile,
    private readonly limits: EntryLimits,
    private readonly clock: Clock,
  ) {
    super();
    this.count();
  }

  async findExact(exactKey: string): Promise<CacheEntry | undefined> {
    const row = this.file.read(() =>
      this.file.statement(`${ENTRY} WHERE e.exact_key = ? AND e.expires_at > ?`).get(exactKey, this.clock.nowMs()),
    );
    return row === undefined ? undefined : toEntry(row as Row);
  }

  async nearest(scopeKey: string, vector: Float32Array, limit: number): Promise<NearEntry[]> {
    const near = this.file.read(() => {
      const scope = this.scopeId(scopeKey);
      if (scope === undefined) return [];
      return this.file
        .statement(
          `SELECT n.distance, e.*, ? AS scope_key FROM
             (SELECT v.row, vec_distance_cosine(v.vector, ?) AS distance FROM vectors v WHERE v.scope = ? ORDER BY distance LIMIT ?) n
           JOIN entries e ON e.row = n.row WHERE e.expires_at > ? ORDER BY n.distance`,
        )
        .all(scopeKey, blobOf(vector), scope, limit, this.clock.nowMs());
    }) as (Row & { distance: number })[];
    return near.map((row) => ({ entry: toEntry(row), cosine: 1 - row.distance }));
  }

  async put(entry: CacheEntry, vector: Float32Array | undefined): Promise<EntryRef[]> {
    return this.change(() => {
      this.writeTouched();
      this.deleteWhere('e.exact_key = ?', [entry.exactKey]);
      this.deleteWhere('e.expires_at <= ?', [this.clock.nowMs()]);
      this.insert(entry, vector);
      return this.evict(entry.id);
    });
  }

  async remove(tenant: string, selection: EntrySelection): Promise<EntryRef[]> {
    return this.change(() => {
      if (selection.by === 'everything') return this.deleteWhere('e.tenant = ?', [tenant]);
      if (selection.by === 'namespace') return this.deleteWhere('e.tenant = ? AND e.namespace = ?', [tenant, selection.namespace]);
      if (selection.by === 'model') return this.deleteWhere('e.tenant = ? AND e.model = ?', [tenant, selection.model]);
      const condition =
        selection.by === 'entries'
          ? 'e.tenant = ? AND e.id = ?'
          : 'e.row IN (SELECT d.row FROM entry_documents d WHERE d.tenant = ? AND d.document = ?)';
      return selection.ids.flatMap((id) => this.deleteWhere(condition, [tenant, id]));
    });
  }

  async page(tenant: string, afterId: string | undefined, limit: number): Promise<CacheEntry[]> {
    const rows = this.file.read(() =>
      this.file
        .statement(`${ENTRY} WHERE e.tenant = ? AND e.id > ? AND e.expires_at > ? ORDER BY e.id LIMIT ?`)
        .all(tenant, afterId ?? '', this.clock.nowMs(), limit),
    );
    return (rows as Row[]).map(toEntry);
  }

  touch(id: string): void {
    this.touched.set(id, this.clock.nowMs());
    if (this.touched.size >= MAX_TOUCHED) this.file.run(() => this.writeTouched());
  }

  size(): { entries: number; bytes: number } {
    return { entries: this.entries, bytes: this.bytes };
  }

  async recordFeedback(tenant: string, id: string, verdict: 'wrong' | 'right'): Promise<boolean> {
    return this.change(() => {
      const found = this.file.statement('SELECT question FROM entries WHERE tenant = ? AND id = ?').get(tenant, id) as
        { question: string } | undefined;
      if (!found) return false;
      this.file
        .statement('INSERT INTO feedback (tenant, entry, verdict, question, at) VALUES (?, ?, ?, ?, ?)')
        .run(tenant, id, verdict, found.question, this.clock.nowMs());
      return true;
    });
  }

  async flush(): Promise<void> {
    this.file.run(() => this.writeTouched());
    this.file.flush();
  }

  close(): void {
    this.file.run(() => this.writeTouched());
    this.file.close();
  }

  /** A change that fails may have been rolled back or the file rebuilt: what is in memory about it is counted anew. */
  private change<T>(work: () => T): T {
    try {
      return this.file.run(work);
    } catch (error) {
      this.count();
      throw error;
    }
  }

  private count(): void {
    const totals = this.file
      .statement('SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes FROM entries INDEXED BY entries_by_use')
      .get();
    ({ entries: this.entries, bytes: this.bytes } = totals as { entries: number; bytes: number });
  }

  private scopeId(scopeKey: string): number | undefined {
    return (this.file.statement('SELECT id FROM scopes WHERE scope_key = ?').get(scopeKey) as { id: number } | undefined)?.id;
  }

  private insert(entry: CacheEntry, vector: Float32Array | undefined): void {
    const scope =
      this.scopeId(entry.scopeKey) ?? this.file.statement('INSERT INTO scopes (scope_key) VALUES (?)').run(entry.scopeKey).lastInsertRowid;
    const bytes = entryBytes(entry, vector?.length);
    const { lastInsertRowid: row } = this.file
      .statement(
        `INSERT INTO entries (id, scope, exact_key, tenant, namespace, question, from_documents, epoch, created_at, expires_at, used_at, bytes,
           answer, citations, model, agent, meta) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[entry.id, scope, entry.exactKey, entry.tenant, entry.namespace, entry.question, entry.fromDocuments ? 1 : 0, entry.epoch],
        ...[entry.createdAtMs, entry.expiresAtMs, this.clock.nowMs(), bytes, entry.answer, JSON.stringify(entry.citations)],
        ...[entry.model, entry.agent ?? null],
        entry.meta ? JSON.stringify(entry.meta) : null,
      );
    if (vector) this.file.statement('INSERT INTO vectors (scope, row, vector) VALUES (?, ?, ?)').run(scope, row, blobOf(vector));
    const insertDocument = this.file.statement('INSERT INTO entry_documents (tenant, document, row) VALUES (?, ?, ?)');
    for (const document of documentIdsOf(entry)) insertDocument.run(entry.tenant, document, row);
    this.entries += 1;
    this.bytes += bytes;
  }

  /** Makes room by what was used longest ago, but never by the entry that was just put. */
  private evict(keptId: string): EntryRef[] {
    const evicted: EntryRef[] = [];
    while (this.entries > this.limits.maxEntries || this.bytes > this.limits.maxBytes) {
      const refs = this.deleteWhere('e.row = (SELECT row FROM entries WHERE id <> ? ORDER BY used_at, row LIMIT 1)', [keptId]);
      if (refs.length === 0) break;
      evicted.push(...refs);
    }
    return evicted;
  }

  private deleteWhere(condition: string, values: readonly (string | number)[]): EntryRef[] {
    const rows = this.file
      .statement(`SELECT e.row, e.id, e.scope, e.exact_key, e.bytes FROM entries e WHERE ${condition}`)
      .all(...values) as Pick<Row, 'row' | 'id' | 'scope' | 'exact_key' | 'bytes'>[];
    for (const { row, scope, bytes } of rows) {
      this.file.statement('DELETE FROM vectors WHERE scope = ? AND row = ?').run(scope, row);
      this.file.statement('DELETE FROM entry_documents WHERE row = ?').run(row);
      this.file.statement('DELETE FROM entries WHERE row = ?').run(row);
      this.file.statement('DELETE FROM scopes WHERE id = ? AND NOT EXISTS (SELECT 1 FROM entries WHERE scope = ?)').run(scope, scope);
      this.entries -= 1;
      this.bytes -= bytes;
    }
    return rows.map(({ id, exact_key }) => ({ id, exactKey: exact_key }));
  }

  private writeTouched(): void {
    const update = this.file.statement('UPDATE entries SET used_at = ? WHERE id = ?');
    for (const [id, at] of this.touched) update.run(at, id);
    this.touched.clear();
  }
}

function toEntry(row: Row): CacheEntry {
  return {
    id: row.id,
    scopeKey: row.scope_key,
    exactKey: row.exact_key,
    tenant: row.tenant,
    namespace: row.namespace,
    model: row.model,
    question: row.question,
    answer: row.answer,
    citations: JSON.parse(row.citations) as Citation[],
    fromDocuments: row.from_documents === 1,
    epoch: row.epoch,
    createdAtMs: row.created_at,
    expiresAtMs: row.expires_at,
    ...(row.agent === null ? {} : { agent: row.agent }),
    ...(row.meta === null ? {} : { meta: JSON.parse(row.meta) as CacheMeta }),
  };
}

function blobOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

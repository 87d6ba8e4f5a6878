import { setImmediate as turn } from 'node:timers/promises';
import type { SqliteFile } from '@docmind/sqlite';
import type { Clock } from '../../monitoring/clock.js';
import { type CacheEntry, documentIdsOf, entryBytes, type EntryRef } from '../entry/cache-entry.js';
import { EntryStore, type IndexableEntry, type NearEntry, type StorageFigures } from '../entry/entry-store.port.js';
import type { EntrySelection } from '../entry/selection.policy.js';
import { newestCreation } from '../entry/validity.policy.js';
import { conditionsOf, ENTRY, type EntryRow, INSERT_ENTRY, toEntry, valuesOf } from './entry-rows.js';
import { heldIn, storageIn, totalsIn } from './entry-figures.js';
import { signatureOf } from './scope-signatures.js';
import { blobOf, type ScopeState, SqliteVectorSearch, type VectorChange, vectorOf } from './sqlite-vector-search.js';

export interface EntryLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

const ALIVE = 'e.expires_at > ? AND e.created_at <= ?';
const MAX_TOUCHED = 1_000;
/** Cleared away at each put. */
const MAX_EXPIRED = 50;
/** Removed in one transaction: more would hold up whoever asks meanwhile. */
const MAX_REMOVED = 500;

/** Answers and vectors in one SQLite file; distances by sqlite-vec, over the rows of one scope. */
export class SqliteEntryStore extends EntryStore {
  private readonly search: SqliteVectorSearch;
  /** Entries used since the last write, so that a hit writes nothing. */
  private readonly touched = new Map<string, number>();
  private changes: VectorChange[] = [];

  constructor(
    private readonly file: SqliteFile,
    private readonly limits: EntryLimits,
    private readonly clock: Clock,
  ) {
    super();
    this.search = new SqliteVectorSearch(file);
  }

  async findExact(exactKey: string): Promise<CacheEntry | undefined> {
    const row = this.file.read(() => this.file.statement(`${ENTRY} WHERE e.exact_key = ? AND ${ALIVE}`).get(exactKey, ...this.alive()));
    return row === undefined ? undefined : toEntry(row as EntryRow);
  }

  async nearest(scopeKey: string, vector: Float32Array, limit: number): Promise<NearEntry[]> {
    const scope = this.scopeState(scopeKey);
    if (!scope) return [];
    await this.search.prepare(scope, vector.length);
    return this.file.read(() => {
      const now = this.scopeState(scopeKey);
      const near = now ? this.search.nearest(now, vector, limit) : [];
      const find = this.file.statement(`${ENTRY} WHERE e.row = ? AND ${ALIVE}`);
      return near.flatMap(({ row, distance }) => {
        const found = find.get(row, ...this.alive());
        return found === undefined ? [] : [{ entry: toEntry(found as EntryRow), cosine: 1 - distance }];
      });
    });
  }

  put(entry: CacheEntry, vector: Float32Array | undefined): Promise<EntryRef[]> {
    return this.change(() => {
      this.writeTouched();
      this.deleteWhere('e.exact_key = ?', [entry.exactKey]);
      this.deleteWhere('e.expires_at <= ?', [this.clock.nowMs()], MAX_EXPIRED);
      this.insert(entry, vector);
      return this.evict(entry.id);
    });
  }

  async remove(tenant: string, selection: EntrySelection): Promise<EntryRef[]> {
    const removed: EntryRef[] = [];
    for (const { condition, values } of conditionsOf(tenant, selection)) removed.push(...(await this.removeWhere(condition, values)));
    return removed;
  }

  async page(tenant: string, afterId: string | undefined, limit: number): Promise<CacheEntry[]> {
    const sql = `${ENTRY} WHERE e.tenant = ? AND e.id > ? AND ${ALIVE} ORDER BY e.id LIMIT ?`;
    const rows = this.file.read(() => this.file.statement(sql).all(tenant, afterId ?? '', ...this.alive(), limit));
    return (rows as EntryRow[]).map(toEntry);
  }

  async removeRefs(refs: readonly EntryRef[]): Promise<void> {
    await this.change(() => {
      for (const { id } of refs) this.deleteWhere('e.id = ?', [id]);
    });
  }

  async clear(): Promise<void> {
    await this.removeWhere('1 = 1', []);
    this.search.clear();
  }

  touch(id: string): void {
    this.touched.set(id, this.clock.nowMs());
    if (this.touched.size < MAX_TOUCHED) return;
    try {
      this.file.run(() => this.writeTouched());
    } finally {
      // What could not be written is forgotten: an order that is a little off costs less than a list without end.
      this.touched.clear();
    }
  }

  size(): { entries: number; bytes: number } {
    const { entries, bytes } = totalsIn(this.file);
    return { entries, bytes };
  }

  storage(): StorageFigures {
    return storageIn(this.file);
  }

  heldBy(tenant: string): Omit<StorageFigures, 'evictions'> {
    return heldIn(this.file, tenant);
  }

  /** False for a small scope, and for a large one before it was first searched. */
  searchesBySigns(scope: number): boolean {
    return this.search.isLoaded(scope);
  }

  othersVersion(): number {
    return this.file.othersVersion();
  }

  recordFeedback(tenant: string, id: string, verdict: 'wrong' | 'right'): Promise<boolean> {
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

  async unindexed(limit: number): Promise<IndexableEntry[]> {
    const sql = `SELECT e.*, s.scope_key, v.vector FROM entries e INDEXED BY entries_not_indexed JOIN scopes s ON s.id = e.scope
      JOIN vectors v ON v.scope = e.scope AND v.row = e.row WHERE e.indexed = 0 AND ${ALIVE} LIMIT ?`;
    const rows = this.file.read(() => this.file.statement(sql).all(...this.alive(), limit)) as (EntryRow & { vector: Buffer })[];
    return rows.map((row) => ({ entry: toEntry(row), vector: vectorOf(row.vector) }));
  }

  async markIndexed(ids: readonly string[] | 'none'): Promise<void> {
    await this.change(() => {
      if (ids === 'none') this.file.statement('UPDATE entries SET indexed = 0').run();
      else for (const id of ids) this.file.statement('UPDATE entries SET indexed = 1 WHERE id = ?').run(id);
    });
  }

  async flush(): Promise<void> {
    await this.change(() => this.writeTouched());
    this.file.flush();
  }

  close(): void {
    try {
      this.file.run(() => this.writeTouched());
    } finally {
      this.file.close();
    }
  }

  private change<T>(work: () => T): Promise<T> {
    const tracked = (): { result: T; changes: VectorChange[] } => {
      this.changes = [];
      return { result: work(), changes: this.changes };
    };
    return this.file.runPatiently(tracked, ({ changes }) => this.search.committed(changes)).then(({ result }) => result);
  }

  private async removeWhere(condition: string, values: readonly string[]): Promise<EntryRef[]> {
    const removed: EntryRef[] = [];
    for (;;) {
      const refs = await this.change(() => this.deleteWhere(condition, values, MAX_REMOVED));
      removed.push(...refs);
      if (refs.length < MAX_REMOVED) return removed;
      await turn();
    }
  }

  private alive(): [number, number] {
    const nowMs = this.clock.nowMs();
    return [nowMs, newestCreation(nowMs)];
  }

  private scopeState(scopeKey: string): ScopeState | undefined {
    const sql = 'SELECT id AS scope, vectors, version FROM scopes WHERE scope_key = ?';
    return this.file.read(() => this.file.statement(sql).get(scopeKey)) as ScopeState | undefined;
  }

  private scopeId(scopeKey: string): number {
    const known = this.file.statement('SELECT id FROM scopes WHERE scope_key = ?').get(scopeKey) as { id: number } | undefined;
    return known?.id ?? Number(this.file.statement('INSERT INTO scopes (scope_key) VALUES (?)').run(scopeKey).lastInsertRowid);
  }

  private insert(entry: CacheEntry, vector: Float32Array | undefined): void {
    const scope = this.scopeId(entry.scopeKey);
    const place = { scope, usedAtMs: this.clock.nowMs(), bytes: entryBytes(entry, vector?.length) };
    const row = Number(this.file.statement(INSERT_ENTRY).run(...valuesOf(entry, place)).lastInsertRowid);
    if (vector) this.insertVector(scope, row, vector);
    const insertDocument = this.file.statement('INSERT INTO entry_documents (tenant, document, row) VALUES (?, ?, ?)');
    for (const document of documentIdsOf(entry)) insertDocument.run(entry.tenant, document, row);
  }

  private insertVector(scope: number, row: number, vector: Float32Array): void {
    const bits = signatureOf(vector);
    this.file.statement('INSERT INTO vectors (scope, row, vector) VALUES (?, ?, ?)').run(scope, row, blobOf(vector));
    this.file.statement('INSERT INTO signatures (scope, row, bits) VALUES (?, ?, ?)').run(scope, row, bits);
    this.changes.push({ scope, row, bits });
  }

  /** Makes room by what was used longest ago, but never by the entry that was just put. */
  private evict(keptId: string): EntryRef[] {
    const evicted: EntryRef[] = [];
    for (let { entries, bytes } = this.size(); entries > this.limits.maxEntries || bytes > this.limits.maxBytes;) {
      const refs = this.deleteWhere('e.row = (SELECT row FROM entries WHERE id <> ? ORDER BY used_at, row LIMIT 1)', [keptId]);
      if (refs.length === 0) break;
      evicted.push(...refs);
      ({ entries, bytes } = this.size());
    }
    if (evicted.length > 0) this.file.statement('UPDATE totals SET evictions = evictions + ?').run(evicted.length);
    return evicted;
  }

  private deleteWhere(condition: string, values: readonly (string | number)[], limit = 1): EntryRef[] {
    const rows = this.file
      .statement(`SELECT e.row, e.id, e.scope, e.exact_key FROM entries e WHERE ${condition} LIMIT ?`)
      .all(...values, limit);
    return (rows as Pick<EntryRow, 'row' | 'id' | 'scope' | 'exact_key'>[]).map(({ row, id, scope, exact_key: exactKey }) => {
      const hadVector = this.file.statement('DELETE FROM vectors WHERE scope = ? AND row = ?').run(scope, row).changes > 0;
      if (hadVector) this.changes.push({ scope, row, bits: undefined });
      this.file.statement('DELETE FROM signatures WHERE scope = ? AND row = ?').run(scope, row);
      this.file.statement('DELETE FROM entry_documents WHERE row = ?').run(row);
      this.file.statement('DELETE FROM entries WHERE row = ?').run(row);
      this.file.statement('DELETE FROM scopes WHERE id = ? AND NOT EXISTS (SELECT 1 FROM entries WHERE scope = ?)').run(scope, scope);
      return { id, exactKey };
    });
  }

  private writeTouched(): void {
    const update = this.file.statement('UPDATE entries SET used_at = max(used_at, ?) WHERE id = ?');
    for (const [id, at] of this.touched) update.run(at, id);
    this.touched.clear();
  }
}

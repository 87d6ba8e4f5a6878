import type { SqliteFile } from '@docmind/sqlite';
import type { StorageFigures } from '../entry/entry-store.port.js';

type Totals = Omit<StorageFigures, 'oldestAtMs'>;

/** Kept by triggers. */
export function totalsIn(file: SqliteFile): Totals {
  return file.read(() => file.statement('SELECT entries, bytes, evictions FROM totals').get()) as Totals;
}

export function storageIn(file: SqliteFile): StorageFigures {
  const oldest = file.read(() => file.statement('SELECT min(created_at) AS at FROM entries').get()) as { at: number | null };
  return { ...totalsIn(file), oldestAtMs: oldest.at ?? undefined };
}

/** From an index that covers it. */
export function heldIn(file: SqliteFile, tenant: string): Omit<StorageFigures, 'evictions'> {
  const sql = 'SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes, min(created_at) AS at FROM entries WHERE tenant = ?';
  const { at, ...held } = file.read(() => file.statement(sql).get(tenant)) as { entries: number; bytes: number; at: number | null };
  return { ...held, oldestAtMs: at ?? undefined };
}

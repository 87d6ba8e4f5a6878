import type { CacheMeta, Citation } from '@docmind/contracts';
import type { CacheEntry } from '../entry/cache-entry.js';
import type { EntrySelection } from '../entry/selection.policy.js';

/** A row of `entries` with its scope's key. */
export interface EntryRow {
  row: number;
  id: string;
  scope: number;
  scope_key: string;
  exact_key: string;
  tenant: string;
  namespace: string;
  model: string;
  question: string;
  answer: string;
  citations: string;
  from_documents: number;
  epoch: number;
  created_at: number;
  expires_at: number;
  bytes: number;
  agent: string | null;
  meta: string | null;
}

export const ENTRY = 'SELECT e.*, s.scope_key FROM entries e JOIN scopes s ON s.id = e.scope';

const INSERTED = `id, scope, exact_key, tenant, namespace, model, question, from_documents, epoch, created_at, expires_at, used_at, bytes,
  answer, citations, agent, meta`;
export const INSERT_ENTRY = `INSERT INTO entries (${INSERTED}) VALUES (${INSERTED.replace(/\w+/g, '?')})`;

export function valuesOf(entry: CacheEntry, place: { scope: number; usedAtMs: number; bytes: number }): (string | number | null)[] {
  return [
    ...[entry.id, place.scope, entry.exactKey, entry.tenant, entry.namespace, entry.model, entry.question],
    ...[entry.fromDocuments ? 1 : 0, entry.epoch, entry.createdAtMs, entry.expiresAtMs, place.usedAtMs, place.bytes, entry.answer],
    ...[JSON.stringify(entry.citations), entry.agent ?? null, entry.meta ? JSON.stringify(entry.meta) : null],
  ];
}

export function toEntry(row: EntryRow): CacheEntry {
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

/** Conditions on `entries e` and the values they take; together they choose what the selection means. */
export function conditionsOf(tenant: string, selection: EntrySelection): { condition: string; values: string[] }[] {
  const condition = CONDITIONS[selection.by];
  switch (selection.by) {
    case 'everything':
      return [{ condition, values: [tenant] }];
    case 'namespace':
      return [{ condition, values: [tenant, selection.namespace] }];
    case 'model':
      return [{ condition, values: [tenant, selection.model] }];
    case 'entries':
    case 'documents':
      return selection.ids.map((id) => ({ condition, values: [tenant, id] }));
  }
}

const CONDITIONS: Readonly<Record<EntrySelection['by'], string>> = {
  everything: 'e.tenant = ?',
  namespace: 'e.tenant = ? AND e.namespace = ?',
  model: 'e.tenant = ? AND e.model = ?',
  entries: 'e.tenant = ? AND e.id = ?',
  documents: 'e.row IN (SELECT d.row FROM entry_documents d WHERE d.tenant = ? AND d.document = ?)',
};

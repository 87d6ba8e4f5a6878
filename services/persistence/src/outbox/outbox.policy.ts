import type { OutboxRow } from './outbox-store.port.js';

export const FIRST_RETRY_MS = 250;
/** In the place of a document's id. */
export const EVERY_DOCUMENT = '';

export interface Invalidation {
  readonly tenant: string;
  readonly documentIds: readonly string[];
  /** After a restore nobody knows which documents have changed. */
  readonly everything: boolean;
  readonly epoch: number;
  /** The outbox rows it settles. */
  readonly rows: readonly number[];
}

/** One message a tenant: its documents once each, and the newest epoch among them. */
export function toInvalidations(rows: readonly OutboxRow[]): Invalidation[] {
  const byTenant = new Map<string, OutboxRow[]>();
  for (const row of rows) byTenant.set(row.tenant, [...(byTenant.get(row.tenant) ?? []), row]);
  return [...byTenant].map(([tenant, own]) => ({
    tenant,
    documentIds: [...new Set(own.map((row) => row.documentId))].filter((id) => id !== EVERY_DOCUMENT),
    everything: own.some((row) => row.documentId === EVERY_DOCUMENT),
    epoch: Math.max(...own.map((row) => row.epoch)),
    rows: own.map((row) => row.id),
  }));
}

/** Doubles from `FIRST_RETRY_MS` with every failure in a row, up to `maxMs`. */
export function retryDelayMs(failures: number, maxMs: number): number {
  return Math.min(maxMs, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20));
}

import { type CacheEntry, documentIdsOf } from './cache-entry.js';

/** Which entries to remove, always of one tenant. */
export type EntrySelection =
  | { readonly by: 'entries'; readonly ids: readonly string[] }
  | { readonly by: 'documents'; readonly ids: readonly string[] }
  | { readonly by: 'namespace'; readonly namespace: string }
  | { readonly by: 'model'; readonly model: string }
  | { readonly by: 'everything' };

/** @param entry of the tenant that is asked about */
export function isSelected(entry: CacheEntry, selection: EntrySelection): boolean {
  switch (selection.by) {
    case 'everything':
      return true;
    case 'namespace':
      return entry.namespace === selection.namespace;
    case 'model':
      return entry.model === selection.model;
    case 'entries':
      return selection.ids.includes(entry.id);
    case 'documents':
      return documentIdsOf(entry).some((id) => selection.ids.includes(id));
  }
}

/** What made answers old or unwanted, as a caller tells it and as replicas tell each other. */
export interface Invalidation {
  readonly tenant: string;
  readonly documentIds?: readonly string[] | undefined;
  readonly entries?: readonly string[] | undefined;
  readonly namespace?: string | undefined;
  readonly model?: string | undefined;
  /** Everything of the tenant. */
  readonly everything?: boolean | undefined;
  /** The corpus epoch after the change. */
  readonly epoch?: number | undefined;
}

export function selectionsOf({ documentIds = [], entries = [], namespace, model, everything }: Invalidation): EntrySelection[] {
  return [
    ...(documentIds.length > 0 ? [{ by: 'documents', ids: documentIds } as const] : []),
    ...(entries.length > 0 ? [{ by: 'entries', ids: entries } as const] : []),
    ...(namespace === undefined ? [] : [{ by: 'namespace', namespace } as const]),
    ...(model === undefined ? [] : [{ by: 'model', model } as const]),
    ...(everything === true ? [{ by: 'everything' } as const] : []),
  ];
}

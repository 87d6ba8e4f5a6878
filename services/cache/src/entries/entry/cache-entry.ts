import type { CacheMeta, Citation } from '@docmind/contracts';

/** Unix ms. */
export interface Lifetime {
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** One kept answer. */
export interface CacheEntry extends Lifetime {
  readonly id: string;
  readonly scopeKey: string;
  readonly exactKey: string;
  readonly tenant: string;
  readonly namespace: string;
  readonly model: string;
  readonly question: string;
  readonly answer: string;
  readonly citations: readonly Citation[];
  /** True where the answer rests on documents, so that it grows old with them. */
  readonly fromDocuments: boolean;
  /** The corpus epoch the answer was made in. */
  readonly epoch: number;
  /** The agent whose question made the answer; for the figures only. */
  readonly agent?: string;
  /** Given back with each hit as it came. */
  readonly meta?: CacheMeta;
}

/** What is left to forget in the other tiers after an entry was removed. */
export interface EntryRef {
  readonly id: string;
  readonly exactKey: string;
}

/** An entry, and whether this replica's own file holds it. */
export interface FoundEntry {
  readonly entry: CacheEntry;
  readonly own: boolean;
}

export function documentIdsOf(entry: CacheEntry): string[] {
  return [...new Set(entry.citations.map((citation) => citation.documentId))];
}

/** What an entry takes, near enough to keep a budget: its texts in bytes, its vector, and a row's own cost. */
export function entryBytes(entry: CacheEntry, dimensions = 0): number {
  const texts = Buffer.byteLength(entry.question) + Buffer.byteLength(entry.answer) + entry.scopeKey.length;
  const metaBytes = entry.meta ? JSON.stringify(entry.meta).length : 0;
  return texts + metaBytes + citationBytes(entry.citations) + dimensions * 4 + 256;
}

function citationBytes(citations: readonly Citation[]): number {
  return citations.reduce((sum, citation) => sum + Buffer.byteLength(citation.excerpt) + citation.documentName.length + 128, 0);
}

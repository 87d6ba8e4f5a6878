import type { DocumentPassage, Page } from '@docmind/contracts';
import type { TextTerm } from './text-query.policy.js';

/** Committed chunks of one tenant, by full text and by id. */
export abstract class PassageIndex {
  /** Ids of chunks that hold any of the words, best first (BM25). */
  abstract matchText(tenant: string, query: readonly TextTerm[], limit: number, documentIds?: readonly string[]): Promise<number[]>;
  abstract chunkIdsOf(tenant: string, documentIds: readonly string[]): Promise<number[]>;
  /** Those of `chunkIds` that exist and belong to the tenant. */
  abstract load(tenant: string, chunkIds: readonly number[]): Promise<Map<number, DocumentPassage>>;
  /** A document's chunks in their order; none where the tenant has no such document. */
  abstract read(tenant: string, documentId: string, page: Page): Promise<DocumentPassage[]>;
}

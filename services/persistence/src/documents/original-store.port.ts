import type { MediaType, OriginalPart } from '@docmind/contracts';

export interface OfferedOriginal {
  /** Left out where it is only asked: then no room is held. */
  readonly stagingId?: string | undefined;
  readonly mediaType: MediaType;
  readonly contentHash: string;
  readonly sizeBytes: number;
}

/**
 * Uploads as they came, of the tenant's documents. `DocumentStore.index` keeps what was staged under its `stagingId`, in its transaction; an original
 * goes in the transaction in which the last document of its content goes, and its bytes right after.
 */
export abstract class OriginalStore {
  /**
   * @returns false where it is there already, is of no format that is kept, or there is no room: then nothing is staged. Where all of it is taken,
   * the oldest of tenants with more than their share make room for one within its own (`original-room.policy.ts`), and their documents stay without
   */
  abstract offer(tenant: string, original: OfferedOriginal): Promise<boolean>;
  /** The same part may come again. @throws AppError FAILED_PRECONDITION when nothing was offered under the id */
  abstract stage(tenant: string, stagingId: string, part: number, bytes: Uint8Array): Promise<void>;
  /** @returns undefined when the document has none, or there is no such document */
  abstract read(tenant: string, documentId: string, part: number): Promise<OriginalPart | undefined>;
}

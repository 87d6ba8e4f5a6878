import type { DocumentChange, DocumentFilter, Page, Place, StoredDocument } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

export interface StagedChunk {
  readonly index: number;
  readonly text: string;
  readonly page?: number | undefined;
  readonly heading?: string | undefined;
  readonly place?: Place | undefined;
  readonly vector: Float32Array;
}

/** What is known of a document besides its chunks, which were staged before. */
export interface DocumentFacts {
  readonly stagingId: string;
  readonly path: string;
  /** The document keeps those it has where they are left out. */
  readonly tags?: readonly string[] | undefined;
  readonly mediaType: string;
  readonly contentHash: string;
  readonly sizeBytes: number;
  readonly pages: number;
  readonly chunkCount: number;
  readonly dimensions: number;
  readonly embedder: string;
  /** Names all that shaped the chunks besides the bytes. */
  readonly fingerprint: string;
  /** Of an upload in the background. */
  readonly uploadId?: string | undefined;
}

/** What is known of an upload before it is processed. */
export type UploadFacts = Pick<DocumentFacts, 'path' | 'tags' | 'contentHash' | 'fingerprint' | 'uploadId'>;

export interface ChangedDocument {
  readonly document: StoredDocument;
  readonly epoch: number;
}

export interface IndexResult extends ChangedDocument {
  readonly outcome: 'created' | 'replaced' | 'unchanged';
}

/** Documents of one tenant. The corpus epoch counts every change; each change also leaves a row in the outbox. */
export abstract class DocumentStore {
  /** Sets chunks aside until `index`. The same chunk may come again: the last one counts. @returns how many were staged now. */
  abstract stage(tenant: string, stagingId: string, chunks: readonly StagedChunk[]): Promise<number>;
  /**
   * Moves the staged chunks into the index in one transaction: document, chunks, full text, vectors, epoch and outbox, in place of what
   * a document of the same path held. Same path, content, fingerprint and tags: `unchanged`, which makes a repeated call harmless.
   * No upload of the path is in the background afterwards: this one is the newest. An original that was staged under its `stagingId` is kept with it.
   * @throws AppError FAILED_PRECONDITION when not exactly `chunkCount` chunks of `dimensions` are staged; CANCELLED when `uploadId` is given
   * and no longer the path's newest upload
   */
  abstract index(tenant: string, facts: DocumentFacts): Promise<IndexResult>;
  /**
   * Like `index`, but with the chunks that are kept for the content, where a document of the tenant has it under the same fingerprint already.
   * A tenant without such a document gets nothing: how fast an upload is must not tell who else has the file.
   * @returns undefined when the content must be processed
   */
  abstract recall(tenant: string, upload: UploadFacts): Promise<IndexResult | undefined>;
  /** In one transaction, like `index`; an upload in the background goes with it. @returns false and the present epoch when there was none. */
  abstract delete(tenant: string, id: string): Promise<{ deleted: boolean; epoch: number }>;
  abstract find(tenant: string, id: string): Promise<StoredDocument | undefined>;
  /** By path. */
  abstract list(tenant: string, page: Page, filter?: DocumentFilter): Promise<StoredDocument[]>;
  /** Ids of the documents that every given list of the filter fits. */
  abstract matching(tenant: string, filter: DocumentFilter): Promise<string[]>;
  /**
   * Gives a document another path or other tags, in one transaction like `index`.
   * @returns undefined when there is none
   * @throws AppError FAILED_PRECONDITION when another document has the path
   */
  abstract change(tenant: string, id: string, change: DocumentChange): Promise<ChangedDocument | undefined>;
  /** 0 before the first document. */
  abstract epoch(tenant: string): Promise<number>;
  /** Originals that were staged before go, too. @returns how many staged chunks older than `before` (ISO) were removed. */
  abstract removeStagedBefore(before: string): Promise<number>;
}

export function pathTaken(path: string): AppError {
  return new AppError('FAILED_PRECONDITION', `There is another document at '${path}': delete that one first`);
}

export function givenUp(path: string): AppError {
  return new AppError('CANCELLED', `This upload of '${path}' is given up: a newer one came, or the document was deleted`);
}

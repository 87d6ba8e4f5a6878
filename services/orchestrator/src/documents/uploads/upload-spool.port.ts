import type { Readable } from 'node:stream';

export const UPLOAD_ID = /^[0-9a-f-]{36}$/;

export interface SpooledUpload {
  readonly id: string;
  readonly sizeBytes: number;
  /** sha256 in hex. */
  readonly contentHash: string;
  /** The first bytes, for telling what kind of file it is. */
  readonly head: Uint8Array;
}

/** Holds an upload on this replica while the cache reads it in parts. */
export abstract class UploadSpool {
  /** Writes and hashes in one pass. Nothing stays behind when the source fails. */
  abstract write(source: Readable): Promise<SpooledUpload>;
  /** @throws AppError NOT_FOUND when the upload isn't (or no longer) here */
  abstract read(id: string, offset: number, maxBytes: number): Promise<{ bytes: Uint8Array; last: boolean }>;
  /** Ids of what is here. */
  abstract list(): Promise<string[]>;
  abstract remove(id: string): Promise<void>;
}

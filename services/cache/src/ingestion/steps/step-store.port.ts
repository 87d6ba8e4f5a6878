import { createHash } from 'node:crypto';

/** What one tenant has sent is nobody else's to know, not even by how long a step takes. No name of a tenant holds a slash. */
export function contentKeyOf(tenant: string, contentHash: string): string {
  return `${tenant}/${contentHash}`;
}

/** Of what one piece of a step's result was made from. Nothing of the text can be read out of it. */
export function pieceKeyOf(tenant: string, maker: string, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([tenant, maker, text]))
    .digest('base64url');
}

export interface StepKey {
  /** As `contentKeyOf` gives it. */
  readonly contentHash: string;
  readonly step: 'parse' | 'split' | 'embed';
  /** Everything besides the bytes that the step's result depends on. */
  readonly fingerprint: string;
}

export interface StepFigures {
  /** What the results take as they are kept. */
  readonly bytes: number;
  /** What they took before they were compressed. */
  readonly rawBytes: number;
}

/** Results of ingestion's steps. Bounded by bytes: what was used longest ago goes first. Methods fail when the store is broken. */
export abstract class StepStore {
  /** The bytes that were put, the very same. */
  abstract get(key: StepKey): Promise<Uint8Array | undefined>;
  /** @param pieces keys of the equal parts that the result is made of, one after the other; none where it has no such parts */
  abstract put(key: StepKey, result: Uint8Array, pieces: readonly string[]): Promise<void>;
  /** Those that a kept result has, whichever content it belongs to; they go with it. */
  abstract pieces(keys: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** All of the tenant's where no contents are named. Leaves nothing of them in the file. @returns how many results */
  abstract erase(tenant: string, contentHashes: readonly string[] | undefined): Promise<number>;
  abstract figures(): StepFigures;
  abstract close(): void;
}

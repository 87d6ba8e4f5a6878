// What is asked of an original's parts, whichever database keeps them.
import { ORIGINAL_PART_BYTES, type OriginalPart } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { nameOf } from './document-name.policy.js';

export interface KeptPart extends Omit<OriginalPart, 'name' | 'bytes'> {
  readonly path: string;
  /** Null where there is no such part. */
  readonly bytes: Buffer | null;
}

export function toOriginalPart({ path, bytes, ...facts }: KeptPart): OriginalPart {
  return { ...facts, name: nameOf(path), bytes: bytes?.toString('base64') ?? '' };
}

export function assertPartFits(bytes: Uint8Array): void {
  if (bytes.length > ORIGINAL_PART_BYTES) throw new AppError('INVALID_ARGUMENT', `A part has at most ${ORIGINAL_PART_BYTES} bytes`);
}

/** @param parts how many were staged now */
export function assertOffered(parts: number): void {
  if (parts === 0) throw new AppError('FAILED_PRECONDITION', 'No original was offered under this stagingId, or it came too late');
}

/** @param path of its document */
export function assertWhole({ staged, expected }: { readonly staged: number; readonly expected: number }, path: string): void {
  if (staged === expected) return;
  const problem = `${staged} of the ${expected} bytes of the original of '${path}' are staged`;
  throw new AppError('FAILED_PRECONDITION', `${problem}: stage all of its parts under this stagingId first`);
}

// Who makes room for an original: what one tenant sends must not keep those of all others out.

export interface OriginalRoom {
  readonly maxBytes: number;
  /** Taken bytes by tenant: of what is kept and of what is on its way. */
  readonly taken: ReadonlyMap<string, number>;
}

export interface KeptOriginal {
  readonly id: number;
  readonly sizeBytes: number;
}

/**
 * Asks for a tenant's oldest originals that hold so many bytes together, one tenant after the other, and is sent them.
 * @returns ids of others' originals that make room for this one; undefined where it gets none
 */
export function* whatGoes(
  room: OriginalRoom,
  tenant: string,
  sizeBytes: number,
): Generator<{ readonly owner: string; readonly bytes: number }, number[] | undefined, readonly KeptOriginal[]> {
  let missing = bytesToFree(room, tenant, sizeBytes);
  if (missing === undefined) return undefined;
  const going: number[] = [];
  for (const { owner, excess } of whoYields(room, tenant)) {
    if (missing <= 0) break;
    const oldest = yield { owner, bytes: Math.min(missing, excess) };
    going.push(...oldest.map(({ id }) => id));
    missing -= oldest.reduce((sum, kept) => sum + kept.sizeBytes, 0);
  }
  return missing <= 0 ? going : undefined;
}

/**
 * Bytes of others that must go before the tenant may keep so much more; undefined where it may not. Alone a tenant may take all there is. Where there is no
 * room, only one that stays within its share gets some; the shares of all that have originals are the same.
 */
function bytesToFree(room: OriginalRoom, tenant: string, sizeBytes: number): number | undefined {
  const missing = [...room.taken.values()].reduce((sum, bytes) => sum + bytes, sizeBytes) - room.maxBytes;
  if (missing <= 0) return 0;
  return (room.taken.get(tenant) ?? 0) + sizeBytes <= shareOf(room, tenant) ? missing : undefined;
}

/** Tenants that have more than their share, and by how much, the largest first: their oldest originals go until there is room, or they are within it. */
function whoYields(room: OriginalRoom, tenant: string): { readonly owner: string; readonly excess: number }[] {
  const share = shareOf(room, tenant);
  return [...room.taken]
    .map(([owner, bytes]) => ({ owner, excess: bytes - share }))
    .filter(({ excess }) => excess > 0)
    .sort((one, other) => other.excess - one.excess);
}

function shareOf({ maxBytes, taken }: OriginalRoom, tenant: string): number {
  return Math.floor(maxBytes / new Set([...taken.keys(), tenant]).size);
}

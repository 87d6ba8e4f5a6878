// Who makes room for an original: what one tenant sends must not keep those of all others out.

export interface OriginalRoom {
  readonly maxBytes: number;
  /** Taken bytes by tenant: of what is kept and of what is on its way. */
  readonly taken: ReadonlyMap<string, number>;
}

/**
 * Bytes of others that must go before the tenant may keep so much more; undefined where it may not. Alone a tenant may take all there is. Where there is no
 * room, only one that stays within its share gets some; the shares of all that have originals are the same.
 */
export function bytesToFree(room: OriginalRoom, tenant: string, sizeBytes: number): number | undefined {
  const missing = [...room.taken.values()].reduce((sum, bytes) => sum + bytes, sizeBytes) - room.maxBytes;
  if (missing <= 0) return 0;
  return (room.taken.get(tenant) ?? 0) + sizeBytes <= shareOf(room, tenant) ? missing : undefined;
}

/** Tenants that have more than their share, and by how much, the largest first: their oldest originals go until there is room, or they are within it. */
export function whoYields(room: OriginalRoom, tenant: string): { readonly owner: string; readonly excess: number }[] {
  const share = shareOf(room, tenant);
  return [...room.taken]
    .map(([owner, bytes]) => ({ owner, excess: bytes - share }))
    .filter(({ excess }) => excess > 0)
    .sort((one, other) => other.excess - one.excess);
}

function shareOf({ maxBytes, taken }: OriginalRoom, tenant: string): number {
  return Math.floor(maxBytes / new Set([...taken.keys(), tenant]).size);
}

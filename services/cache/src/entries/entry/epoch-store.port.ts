/** How far this cache has heard of changes to a tenant's documents. Survives a restart. */
export abstract class EpochStore {
  /** The newest epoch an invalidation told of; 0 before the first. */
  abstract seen(tenant: string): number;
  /** Never goes back: an older epoch leaves the newer one. */
  abstract advance(tenant: string, epoch: number): Promise<void>;
  /** From now on answers that cite these and were made before the epoch are not kept. */
  abstract noteChanges(tenant: string, epoch: number, documentIds: readonly string[]): Promise<void>;
  /** The newest epoch in which any of these documents changed; 0 when none did. */
  abstract newestChange(tenant: string, documentIds: readonly string[]): number;
}

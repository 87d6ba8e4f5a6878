/** Questions that were written down beside the answers: of verdicts of users, and of pairs that a model compared. */
export abstract class SaidStore {
  /** @param questions all of the tenant's where they are left out; comparisons belong to no tenant, and go then, too */
  abstract forget(tenant: string, questions: readonly string[] | undefined): Promise<void>;
  /** Nothing of what was deleted, the answers included, is left in the file that both lie in. @throws AppError UNAVAILABLE */
  abstract scrub(): Promise<void>;
}

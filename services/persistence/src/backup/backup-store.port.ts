export interface KeptBackup {
  readonly id: string;
  readonly createdAt: string;
  /** Everything that was committed by then is in it. */
  readonly until: string;
  readonly bytes: number;
  /** Not, where it was made before there was a key. */
  readonly isEncrypted: boolean;
  /** What was last proven of it: by when, and rows by table. */
  readonly verified?: { readonly at: string; readonly until: string; readonly counts: Readonly<Record<string, number>> };
}

/** Hears of a backup that can't be used. */
export type BadBackup = (id: string, reason: string) => void;

/** That the database was put back, and what is missing since. It stays until somebody removes its file. */
export interface RestoreRecord {
  readonly at: string;
  readonly backup: string;
  /** Everything that was committed by then is back. */
  readonly until: string;
  /** The file that was replaced was last written then. */
  readonly lostUntil: string;
  /** Where that one lies now. */
  readonly movedTo?: string | undefined;
}

/** Where backups lie, and the one that is being written. One thing at a time, except `follow` while `begin` runs. */
export abstract class BackupStore {
  /** Finished ones, oldest first. @param onBad hears of one that can't be read */
  abstract list(onBad?: BadBackup): Promise<KeptBackup[]>;
  /** Makes a whole one beside those that are there, and follows it from then on. @throws what the disk says; the one before goes on then */
  abstract begin(): Promise<string>;
  /** Whether there is one that grows. */
  abstract isFollowing(): boolean;
  /** Copies what was committed since the last time. @throws when it can't go on: a new one must be begun */
  abstract follow(): Promise<void>;
  /** Committed pages that the database file itself lacks. */
  abstract pendingPages(): number;
  /** Moves them there, copied before. */
  abstract checkpoint(): Promise<void>;
  /**
   * Moves them there, copied before, and leaves no byte in the log. At any time: it waits for what runs, and what is asked meanwhile waits for it.
   * @throws AppError UNAVAILABLE when another process reads for long
   */
  abstract emptyLog(): Promise<void>;
  /** The one that grows is left as it is. */
  abstract end(): void;
  /** Puts it together elsewhere, checks every page, counts. @throws AppError FAILED_PRECONDITION that says what is wrong with it */
  abstract verify(id: string): Promise<KeptBackup>;
  abstract remove(id: string): Promise<void>;
  abstract lastRestore(): Promise<RestoreRecord | undefined>;
  /** What a crash left unfinished. */
  abstract tidy(): Promise<void>;
}

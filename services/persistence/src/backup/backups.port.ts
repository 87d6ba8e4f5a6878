import type { KeptBackup } from './backup-store.port.js';

/** What a caller may ask about backups. */
export abstract class Backups {
  /** Oldest first. */
  abstract list(): Promise<KeptBackup[]>;
  /** A whole one, proven. One that is being made already is that one. @throws AppError that says why there is none */
  abstract make(): Promise<KeptBackup>;
}

import { emptyLog } from '../opening/free-pages.js';
import type { SqliteConnection } from '../opening/open-sqlite.js';
import { backupIdOf, baseOf, makeBackupFolder, removeBackup, writeManifest } from './backup-files.js';
import { copyDatabaseFile } from './backup-job.js';
import type { RowCounts } from './backup-manifest.js';
import { LogFollower } from './log-follower.js';

export interface LiveDatabase {
  /** The one connection that writes. */
  readonly connection: SqliteConnection;
  readonly path: string;
  readonly isEncrypted: boolean;
  /** Those of a backup are compared with what the database held when it was made. */
  readonly countRows: () => RowCounts;
}

/** A backup of a database at work: a whole copy, then what is committed after it. */
export class LiveBackup {
  private constructor(
    readonly folder: string,
    /** When its first increment was made. */
    readonly counts: RowCounts,
    private readonly follower: LogFollower,
  ) {}

  /**
   * Requests go on meanwhile; only the log grows until the file is copied. SQLite's own checkpoints must be held (`holdCheckpoints`).
   * @throws what the disk says; nothing is left then
   */
  static async begin(database: LiveDatabase, root: string): Promise<LiveBackup> {
    const { connection, path, isEncrypted } = database;
    const now = new Date();
    const id = backupIdOf(now);
    const folder = await makeBackupFolder(root, id);
    const follower = new LogFollower(connection, path, folder);
    try {
      const base = await copyDatabaseFile(path, baseOf(folder));
      let counts: RowCounts = {};
      await follower.follow(() => (counts = database.countRows()));
      const pageSize = connection.pragma('page_size', { simple: true }) as number;
      await writeManifest(folder, { version: 1, id, createdAt: now.toISOString(), isEncrypted, pageSize, base });
      return new LiveBackup(folder, counts, follower);
    } catch (error) {
      await removeBackup(folder);
      throw error;
    }
  }

  async follow(): Promise<void> {
    await this.follower.follow();
  }

  async checkpoint(): Promise<void> {
    await this.follower.checkpoint();
  }

  /** Copied before. @throws AppError UNAVAILABLE */
  async emptyLog(): Promise<void> {
    await emptyLog(() => this.follower.empty());
  }

  pendingFrames(): number {
    return this.follower.pendingFrames();
  }
}

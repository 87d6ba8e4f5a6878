import { mkdir, stat, statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '@docmind/errors';
import {
  emptiedLog,
  emptyLog,
  holdCheckpoints,
  isPlain,
  LiveBackup,
  releaseCheckpoints,
  type RowCounts,
  type SqliteConnection,
} from '@docmind/sqlite';
import { BackupStore, type BadBackup, type KeptBackup, type RestoreRecord } from '../../backup/backup-store.port.js';
import { BackupArchive, COUNTED_TABLES } from './backup-archive.js';
import { readRestoreRecord } from './restore-record.js';

const SPARE_BYTES = 64 * 1024 * 1024;

export interface BackupPlace {
  /** The one that writes. */
  readonly connection: SqliteConnection;
  readonly path: string;
  readonly key: string | undefined;
  /** The folder of all backups. */
  readonly root: string;
}

export class SqliteBackupStore extends BackupStore {
  private running: LiveBackup | undefined;
  private readonly archive: BackupArchive;
  private readonly works = new Set<Promise<unknown>>();
  private emptying: Promise<void> | undefined;

  constructor(private readonly place: BackupPlace) {
    super();
    this.archive = new BackupArchive(place.root, place.key);
  }

  async list(onBad?: BadBackup): Promise<KeptBackup[]> {
    return this.archive.list(onBad);
  }

  async begin(): Promise<string> {
    return this.atWork(() => this.beginNow());
  }

  private async beginNow(): Promise<string> {
    const { connection, path, root } = this.place;
    await mkdir(root, { recursive: true, mode: 0o700 });
    await assertRoom(path, root);
    holdCheckpoints(connection);
    try {
      this.running = await LiveBackup.begin(
        { connection, path, isEncrypted: !isPlain(path), countRows: () => countRows(connection) },
        root,
      );
      return basename(this.running.folder);
    } finally {
      if (this.running === undefined) releaseCheckpoints(connection);
    }
  }

  isFollowing(): boolean {
    return this.running !== undefined;
  }

  async follow(): Promise<void> {
    await this.atWork(async () => this.running?.follow());
  }

  pendingPages(): number {
    return this.running?.pendingFrames() ?? 0;
  }

  async checkpoint(): Promise<void> {
    await this.atWork(async () => this.running?.checkpoint());
  }

  async emptyLog(): Promise<void> {
    while (this.emptying) await this.emptying.catch(() => undefined);
    this.emptying = this.emptyNow().finally(() => (this.emptying = undefined));
    await this.emptying;
  }

  private async emptyNow(): Promise<void> {
    await Promise.allSettled(this.works);
    const { running, place } = this;
    await (running ? running.emptyLog() : emptyLog(() => emptiedLog(place.connection)));
  }

  /** Frames that are being copied, or a file, must not change. */
  private async atWork<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.emptying) await this.emptying.catch(() => undefined);
    const working = work();
    this.works.add(working);
    try {
      return await working;
    } finally {
      this.works.delete(working);
    }
  }

  end(): void {
    this.running = undefined;
    releaseCheckpoints(this.place.connection);
  }

  async verify(id: string): Promise<KeptBackup> {
    const { running } = this;
    // What the database held is known of the moment of the first increment.
    const isAsBegun = running !== undefined && basename(running.folder) === id && (await this.archive.find(id)).increments.length === 1;
    return this.archive.verify(id, isAsBegun ? running.counts : undefined);
  }

  async remove(id: string): Promise<void> {
    await this.archive.remove(id);
  }

  async lastRestore(): Promise<RestoreRecord | undefined> {
    return readRestoreRecord(this.place.root);
  }

  async tidy(): Promise<void> {
    await this.archive.tidy();
  }
}

/** Of those tables that are there. */
export function countRows(connection: SqliteConnection): RowCounts {
  const has = connection.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`);
  const present = COUNTED_TABLES.filter((table) => has.get(table));
  return Object.fromEntries(present.map((table) => [table, connection.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number]));
}

/** The copy, and what it is checked in. A backup must never be what fills the disk. */
async function assertRoom(path: string, root: string): Promise<void> {
  const { size } = await stat(path);
  const { bavail, bsize } = await statfs(root);
  const [needed, free] = [2 * size + SPARE_BYTES, bavail * bsize];
  if (free >= needed) return;
  const [neededMb, freeMb] = [needed, free].map((bytes) => Math.ceil(bytes / 1_000_000));
  throw new AppError('FAILED_PRECONDITION', `There is no room for a backup in ${root}: ${freeMb} MB are free and ${neededMb} MB needed`);
}

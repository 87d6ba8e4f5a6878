import type { WatchedFolder, WatchedFolderReport } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';

/** A watcher says how it is at least once a minute. */
const HEARD_MS = 150_000;
/** Long enough to see after a night that a folder is no longer watched. */
const KEPT_MS = 24 * 3_600_000;
const MAX_A_TENANT = 100;

type Told = Omit<WatchedFolder, 'isHeard'>;

/** What watchers say of their folders, in memory: after a restart they say it again within a minute. */
@Injectable()
export class WatchedFolders {
  private readonly told = new Map<string, Map<string, Told>>();

  /** @throws AppError RESOURCE_EXHAUSTED for one folder too many of a tenant */
  tell(tenant: string, id: string, report: WatchedFolderReport, now = Date.now()): void {
    const folders = this.foldersOf(tenant, now);
    if (!folders.has(id) && folders.size >= MAX_A_TENANT)
      throw new AppError('RESOURCE_EXHAUSTED', `A tenant has at most ${MAX_A_TENANT} watched folders at a time`);
    if (report.state === 'ended') folders.delete(id);
    else folders.set(id, { ...report, id, tenant, heardAt: new Date(now).toISOString() });
    if (folders.size > 0) this.told.set(tenant, folders);
    else this.told.delete(tenant);
  }

  list(tenant: string, now = Date.now()): WatchedFolder[] {
    const folders = [...this.foldersOf(tenant, now).values()];
    return folders
      .map((one) => ({ ...one, isHeard: now - Date.parse(one.heardAt) < HEARD_MS }))
      .sort((left, right) => (left.folder < right.folder ? -1 : 1));
  }

  private foldersOf(tenant: string, now: number): Map<string, Told> {
    const folders = this.told.get(tenant) ?? new Map<string, Told>();
    for (const [id, { heardAt }] of folders) if (now - Date.parse(heardAt) >= KEPT_MS) folders.delete(id);
    return folders;
  }
}

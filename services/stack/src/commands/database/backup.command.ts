import { backupListSchema, backupViewSchema, errorMessageSchema, type BackupView } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { type PersistenceConfig, withDatabaseCare } from '@docmind/persistence';
import { loadStackConfig } from '../../config/stack-config.js';
import { milliseconds, say, table } from '../terminal.js';
import { encryptPlainBackups, removePlainBackups } from './plain-backups.js';

export interface CareOptions {
  readonly dataDir?: string;
}
export interface BackupOptions extends CareOptions {
  readonly list?: boolean;
  readonly encryptOld?: boolean;
  readonly removeUnencrypted?: boolean;
  readonly key?: string;
}
export interface RestoreOptions extends CareOptions {
  readonly latest?: boolean;
  readonly at?: string;
}
export interface MigrateOptions extends CareOptions {
  readonly dryRun?: boolean;
  readonly toPostgres?: boolean;
}

/** By the running service, or by ourselves where none runs. */
export async function backup({ dataDir, list, encryptOld, removeUnencrypted, key }: BackupOptions): Promise<void> {
  const config = configOf({ dataDir });
  if (encryptOld) return encryptPlainBackups(config);
  if (removeUnencrypted) return removePlainBackups(config);
  if (list) {
    const backups = await withDatabaseCare(config, (care) => care.list(sayBad));
    return say(backups.length > 0 ? backupTable(backups) : 'There is no backup.');
  }
  const made = (await askService(config, key)) ?? (await withDatabaseCare(config, (care) => care.backUp()));
  say(`${made.id}: ${described(made)}`);
}

/** @throws AppError FAILED_PRECONDITION when one of them is not good */
export async function verifyBackups(ids: readonly string[], options: CareOptions): Promise<void> {
  const config = configOf(options);
  let bad = 0;
  await withDatabaseCare(config, async (care) => {
    const onBad = (id: string, reason: string): void => {
      bad += 1;
      sayBad(id, reason);
    };
    const all = ids.length > 0 ? ids : (await care.list(onBad)).map(({ id }) => id);
    if (all.length + bad === 0) say('There is no backup.');
    for (const id of all) {
      try {
        say(`${id}: good, ${described(await care.verify(id))}`);
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown;
        onBad(id, thrown.message);
      }
    }
  });
  if (bad > 0) throw new AppError('FAILED_PRECONDITION', `${bad} of the backups can't be restored`);
}

export async function restore(id: string | undefined, { latest = false, at, ...options }: RestoreOptions): Promise<void> {
  if ([id !== undefined, latest, at !== undefined].filter(Boolean).length !== 1)
    throw new AppError(
      'INVALID_ARGUMENT',
      'Name a backup (`docmind backup --list` shows them), or say --latest, or --at a moment: one of them',
    );
  if (at !== undefined && Number.isNaN(Date.parse(at)))
    throw new AppError('INVALID_ARGUMENT', `--at must be a moment such as 2026-03-10T12:00:00Z, not ${at}`);
  const onBad = (bad: string, reason: string): void => say(`${bad} is not good, an older one is tried: ${reason}`);
  const restored = await withDatabaseCare(configOf(options), (care) => care.restore({ id, at, onBad }));
  say(`Restored from ${restored.backup}: everything that was committed by ${restored.until} is there (${rows(restored.counts)}).`);
  const gap =
    restored.lostUntil === restored.until
      ? 'Nothing was written after that'
      : `What was written from then to ${restored.lostUntil} is missing`;
  say(`${gap}; cached answers are forgotten at the next start.`);
  if (restored.movedTo !== undefined) say(`The file that was there is now ${restored.movedTo}.`);
}

export async function migrate({ dryRun = false, toPostgres = false, ...options }: MigrateOptions): Promise<void> {
  if (toPostgres) return takeOver(dryRun, options);
  const report = await withDatabaseCare(configOf(options), (care) => care.migrate(dryRun));
  if (report.pending.length === 0) return say('The tables are up to date.');
  const names = report.pending.join(', ');
  const backedUp = report.backup === undefined ? '' : ` Before that backed up as ${report.backup}.`;
  say(dryRun ? `Tried, and nothing was changed: ${names}` : `Brought up to date: ${names}.${backedUp}`);
  say(`It took ${milliseconds(report.durationMs)}. Rows before: ${rows(report.before)}. After: ${rows(report.after)}.`);
}

async function takeOver(dryRun: boolean, options: CareOptions): Promise<void> {
  const { taken, left, durationMs } = await withDatabaseCare(configOf(options), (care) => care.takeOver(dryRun));
  say(`${dryRun ? 'Tried, and nothing was kept' : 'Taken over into PostgreSQL'}, counted and compared: ${rows(taken)}.`);
  say(`Left behind: ${rows(left)}; backups, too. It took ${milliseconds(durationMs)}, and the file is as it was.`);
}

export function sayBad(id: string, reason: string): void {
  say(`${id}: NOT GOOD. ${reason}`);
}

function configOf({ dataDir }: CareOptions): PersistenceConfig {
  return loadStackConfig({ DOCMIND_DATA_DIR: dataDir }).persistence;
}

/** @returns undefined when no service answers */
async function askService({ DOCMIND_HOST, PERSISTENCE_PORT }: PersistenceConfig, key: string | undefined): Promise<BackupView | undefined> {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  let response: Response;
  try {
    response = await fetch(`http://${DOCMIND_HOST}:${PERSISTENCE_PORT}/backups`, { method: 'POST', headers });
  } catch {
    return undefined;
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return backupViewSchema.parse(body);
  const told = errorMessageSchema.safeParse(body);
  throw new AppError('UNAVAILABLE', told.success ? told.data.error.message : `The persistence service answered ${response.status}`);
}

function backupTable(backups: readonly BackupView[]): string {
  const lines = backupListSchema
    .parse({ backups })
    .backups.map(({ id, until, bytes, isEncrypted, verified }) => [
      id,
      until,
      String(bytes),
      isEncrypted ? 'yes' : 'no',
      verified ? `${verified.at}, ${rows(verified.counts)}` : 'no',
    ]);
  return table([['backup', 'holds everything until', 'bytes', 'encrypted', 'verified'], ...lines]);
}

function described({ until, bytes, verified }: BackupView): string {
  return `everything until ${until}, ${bytes} bytes${verified ? `, ${rows(verified.counts)}` : ''}`;
}

/** A server without our tables has nothing to count. */
function rows(counts: Readonly<Record<string, number>>): string {
  const told = Object.entries(counts).map(([name, count]) => `${count} ${name.replace('_', ' ')}`);
  return told.length === 0 ? 'none' : told.join(', ');
}

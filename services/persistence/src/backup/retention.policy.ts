export interface Dated {
  readonly id: string;
  readonly createdAt: string;
  readonly verified?: unknown;
}

/** So many of the newest are kept whatever their age. */
const NEWEST = 2;
const DAY_MS = 86_400_000;

/**
 * Of the last days the newest of each, and the two newest of all. One that was never proven goes once a newer one was; the newest proven one never goes.
 * @param backups oldest first
 * @returns the ids to remove
 */
export function expiredBackups(backups: readonly Dated[], keepDays: number, nowMs: number): string[] {
  const proven = backups.filter(({ verified }) => verified !== undefined);
  const newestProven = proven.at(-1);
  if (newestProven === undefined) return [];
  const kept = new Set(proven.slice(-NEWEST).map(({ id }) => id));
  for (const { id } of newestOfEachDay(proven.filter(({ createdAt }) => Date.parse(createdAt) > nowMs - keepDays * DAY_MS))) kept.add(id);
  const newer = backups.slice(backups.indexOf(newestProven) + 1);
  for (const { id } of newer) kept.add(id);
  return backups.map(({ id }) => id).filter((id) => !kept.has(id));
}

function newestOfEachDay(backups: readonly Dated[]): Dated[] {
  const byDay = new Map(backups.map((backup) => [backup.createdAt.slice(0, 10), backup]));
  return [...byDay.values()];
}

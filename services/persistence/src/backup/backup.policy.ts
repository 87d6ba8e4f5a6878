export interface BackupRules {
  /** 0: none by themselves. */
  readonly intervalMs: number;
  readonly incrementMs: number;
  readonly keepDays: number;
}

export interface BackupClock {
  readonly nowMs: number;
  /** When the one that grows was begun; undefined where none grows. */
  readonly begunAtMs: number | undefined;
  readonly followedAtMs: number;
  /** Not before this moment again, after a failure. */
  readonly retryAtMs: number;
  readonly pendingPages: number;
  /** A copy of the file is being made: no page may be moved into it. */
  readonly isCopying: boolean;
}

export type BackupStep = 'begin' | 'checkpoint' | 'follow' | 'wait';

/** As SQLite's own limit: a longer log makes reads slower. */
const CHECKPOINT_PAGES = 1_000;
const FIRST_RETRY_MS = 60_000;
const LAST_RETRY_MS = 3_600_000;

/** What is due now. */
export function nextStep(rules: BackupRules, clock: BackupClock): BackupStep {
  const { nowMs, begunAtMs, followedAtMs, pendingPages, isCopying } = clock;
  if (!isCopying && isWholeDue(rules, clock)) return 'begin';
  if (begunAtMs === undefined) return 'wait';
  if (pendingPages >= CHECKPOINT_PAGES && !isCopying) return 'checkpoint';
  return nowMs >= followedAtMs + rules.incrementMs ? 'follow' : 'wait';
}

function isWholeDue({ intervalMs }: BackupRules, { nowMs, begunAtMs, retryAtMs }: BackupClock): boolean {
  if (intervalMs === 0 || nowMs < retryAtMs) return false;
  return begunAtMs === undefined || nowMs >= begunAtMs + intervalMs;
}

/** @param failures one after another, at least 1 */
export function retryAfterMs(failures: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
}

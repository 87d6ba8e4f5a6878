import { describe, expect, it } from 'vitest';
import { type BackupClock, nextStep, retryAfterMs } from './backup.policy.js';
import { expiredBackups } from './retention.policy.js';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-10T12:00:00Z');
const hoursAgo = (hours: number, isProven = true) => ({
  id: `${hours} h`,
  createdAt: new Date(NOW - hours * HOUR).toISOString(),
  ...(isProven ? { verified: {} } : {}),
});

describe('which backups go', () => {
  it('keeps the newest of each day, and the two newest', () => {
    const all = [200, 100, 99, 50, 26, 25, 3, 2, 1].map((hours) => hoursAgo(hours));
    expect(expiredBackups(all, 7, NOW)).toEqual(['200 h', '100 h', '26 h', '3 h']);
  });

  it('keeps two however old they are', () => {
    expect(
      expiredBackups(
        [900, 800, 700].map((hours) => hoursAgo(hours)),
        7,
        NOW,
      ),
    ).toEqual(['900 h']);
  });

  it('counts on proven ones only', () => {
    expect(expiredBackups([hoursAgo(900), hoursAgo(3, false), hoursAgo(2, false)], 7, NOW)).toEqual([]);
    expect(expiredBackups([hoursAgo(900), hoursAgo(3, false), hoursAgo(2)], 7, NOW)).toEqual(['3 h']);
    expect(expiredBackups([hoursAgo(3, false), hoursAgo(2, false)], 7, NOW)).toEqual([]);
  });
});

describe('what is due', () => {
  const rules = { intervalMs: 24 * HOUR, incrementMs: 30_000, keepDays: 7 };
  const clock = (change: Partial<BackupClock>): BackupClock => ({
    ...{ nowMs: NOW, begunAtMs: NOW - HOUR, followedAtMs: NOW, retryAtMs: 0, pendingPages: 0, isCopying: false },
    ...change,
  });

  it.each([
    ['a whole one where none grows', { begunAtMs: undefined }, 'begin'],
    ['a whole one a day after the last', { begunAtMs: NOW - 24 * HOUR }, 'begin'],
    ['an increment after half a minute', { followedAtMs: NOW - 30_000 }, 'follow'],
    ['an increment while a whole one is copied', { followedAtMs: NOW - 30_000, isCopying: true, pendingPages: 5_000 }, 'follow'],
    ['a checkpoint of a long log', { pendingPages: 1_000 }, 'checkpoint'],
    ['nothing before that', { followedAtMs: NOW - 29_999, pendingPages: 999 }, 'wait'],
    ['nothing before the next try', { begunAtMs: undefined, retryAtMs: NOW + 1 }, 'wait'],
  ] as const)('%s', (_what, change, step) => {
    expect(nextStep(rules, clock(change))).toBe(step);
  });

  it('none where they are switched off', () => {
    expect(nextStep({ ...rules, intervalMs: 0 }, clock({ begunAtMs: undefined }))).toBe('wait');
  });

  it('tries again after a minute, then later and later, at most an hour', () => {
    expect([1, 2, 3, 20].map(retryAfterMs)).toEqual([60_000, 120_000, 240_000, HOUR]);
  });
});

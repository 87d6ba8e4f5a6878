import { HealthRegistry, MetricsRegistry } from '@docmind/telemetry';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackupService } from './backup.service.js';
import { BackupStore, type KeptBackup, type RestoreRecord } from './backup-store.port.js';
import { BackupWatch } from './backup-watch.js';

const START = Date.parse('2026-03-10T12:00:00Z');
const MINUTE = 60_000;

class FakeStore extends BackupStore {
  readonly calls: string[] = [];
  readonly kept: KeptBackup[] = [];
  broken: string | undefined;
  pages = 0;
  private following = false;

  private call(name: string): void {
    this.calls.push(name);
    if (this.broken === name) throw new Error(`${name} failed`);
  }

  async list(): Promise<KeptBackup[]> {
    return [...this.kept];
  }
  async begin(): Promise<string> {
    this.call('begin');
    const createdAt = new Date().toISOString();
    this.kept.push({ id: `backup-${this.kept.length}`, createdAt, until: createdAt, bytes: 1, isEncrypted: false });
    this.following = true;
    return this.kept.at(-1)?.id ?? '';
  }
  isFollowing(): boolean {
    return this.following;
  }
  async follow(): Promise<void> {
    this.call('follow');
  }
  pendingPages(): number {
    return this.pages;
  }
  async checkpoint(): Promise<void> {
    this.call('checkpoint');
    this.pages = 0;
  }
  async emptyLog(): Promise<void> {
    this.call('emptyLog');
  }
  end(): void {
    this.calls.push('end');
    this.following = false;
  }
  async verify(id: string): Promise<KeptBackup> {
    this.call('verify');
    const at = this.kept.findIndex((one) => one.id === id);
    const now = new Date().toISOString();
    return (this.kept[at] = { ...(this.kept[at] as KeptBackup), verified: { at: now, until: now, counts: {} } });
  }
  async remove(id: string): Promise<void> {
    this.kept.splice(
      this.kept.findIndex((one) => one.id === id),
      1,
    );
  }
  async lastRestore(): Promise<RestoreRecord | undefined> {
    return undefined;
  }
  async tidy(): Promise<void> {}
}

async function started(intervalMs = 24 * 60 * MINUTE) {
  const store = new FakeStore();
  const logger = new Logger();
  const said: unknown[] = [];
  logger.error = (message: unknown) => void said.push(message);
  logger.log = () => undefined;
  const health = new HealthRegistry();
  const metrics = new MetricsRegistry('persistence');
  const watch = new BackupWatch(store, logger, health, metrics);
  const service = new BackupService(store, watch, logger, { intervalMs, incrementMs: 30_000, keepDays: 7 });
  await service.onApplicationBootstrap();
  const facts = async () => {
    const backups = (await health.look()).find(({ part }) => part === 'backups');
    return backups?.isUp ? backups.facts : undefined;
  };
  const figures = () => metrics.registry.metrics();
  return { store, service, said, facts, figures };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

describe('BackupService', () => {
  it('begins once a process has stayed, proves it, follows it, and begins anew an interval later', async () => {
    const { store, facts } = await started(60 * MINUTE);
    await pass(29_000);
    expect(store.calls).toEqual([]);
    await pass(2_000);
    expect(store.calls).toEqual(['begin', 'verify']);
    await pass(3 * MINUTE);
    expect(store.calls.slice(2)).toEqual(['follow', 'follow', 'follow', 'follow', 'follow', 'follow']);
    expect(await facts()).toMatchObject({ verifiedAgeSeconds: expect.any(Number), incrementAgeSeconds: expect.any(Number) });
    store.calls.length = 0;
    await pass(60 * MINUTE);
    // The one before is proven again, with its increments.
    expect(store.calls.filter((call) => call !== 'follow')).toEqual(['begin', 'verify', 'verify']);
  });

  it('moves pages into the file when the log is long', async () => {
    const { store } = await started();
    await pass(32_000);
    store.pages = 1_000;
    await pass(1_000);
    expect(store.calls).toContain('checkpoint');
  });

  it('lets SQLite go on by itself when it cannot follow, says why, and begins anew after a minute', async () => {
    const { store, said, facts, figures } = await started();
    await pass(32_000);
    store.broken = 'follow';
    await pass(32_000);
    expect(store.isFollowing()).toBe(false);
    expect(said).toEqual([expect.objectContaining({ msg: 'the newest changes could not be backed up', reason: 'follow failed' })]);
    expect(await facts()).toMatchObject({ problem: 'the newest changes could not be backed up: follow failed' });
    expect(await figures()).toMatch(/docmind_backup_failures_total\{[^}]*\} 1/);
    store.broken = undefined;
    await pass(62_000);
    expect(store.isFollowing()).toBe(true);
    expect(await facts()).not.toHaveProperty('problem');
  });

  it('follows one that could not be proven, and makes another', async () => {
    const { store, service, facts } = await started();
    store.broken = 'verify';
    await pass(32_000);
    expect(await facts()).toMatchObject({ problem: 'a backup could not be made: verify failed' });
    await pass(31_000);
    expect(store.calls).toContain('follow');
    store.broken = undefined;
    await pass(60_000);
    expect((await service.list()).at(-1)?.verified).toBeDefined();
  });

  it('makes only what is asked for when it is switched off, and two askers get the same', async () => {
    const { store, service } = await started(0);
    await pass(60 * MINUTE);
    expect(store.calls).toEqual([]);
    const [one, other] = await Promise.all([service.make(), service.make()]);
    expect(one).toBe(other);
    expect(store.calls).toEqual(['begin', 'verify', 'end']);
  });

  it('copies the last changes before it ends', async () => {
    const { store, service } = await started();
    await pass(32_000);
    await service.beforeApplicationShutdown();
    expect(store.calls.slice(-2)).toEqual(['follow', 'end']);
  });
});

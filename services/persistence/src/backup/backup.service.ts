import { AppError } from '@docmind/errors';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type BackupRules, nextStep, retryAfterMs } from './backup.policy.js';
import { BackupStore, type KeptBackup } from './backup-store.port.js';
import { Backups } from './backups.port.js';
import { BackupWatch } from './backup-watch.js';
import { expiredBackups } from './retention.policy.js';

export const BACKUP_RULES = Symbol('BACKUP_RULES');
const TICK_MS = 1_000;

/** Makes whole backups by the clock, follows the newest one commit by commit, proves each and removes old ones. No request waits for it. */
@Injectable()
export class BackupService extends Backups implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  /** Following, or a checkpoint. */
  private turn: Promise<void> | undefined;
  private making: Promise<KeptBackup> | undefined;
  private isCopying = false;
  private begunAtMs: number | undefined;
  private followedAtMs = 0;
  private retryAtMs = 0;
  private failures = 0;

  constructor(
    private readonly store: BackupStore,
    private readonly watch: BackupWatch,
    private readonly logger: Logger,
    @Inject(BACKUP_RULES) private readonly rules: BackupRules,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.watch.look();
    if (this.rules.intervalMs === 0) return;
    // The first one not before a process has shown that it stays.
    this.retryAtMs = Date.now() + this.rules.incrementMs;
    this.timer = setInterval(() => this.tick(Date.now()), TICK_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.turn;
    await this.making?.catch(() => undefined);
    if (this.store.isFollowing()) await this.guarded(() => this.store.follow());
    this.store.end();
  }

  tick(nowMs: number): void {
    if (this.turn) return;
    const { begunAtMs, followedAtMs, retryAtMs, isCopying } = this;
    const pendingPages = this.store.pendingPages();
    const step = nextStep(this.rules, { nowMs, begunAtMs, followedAtMs, retryAtMs, pendingPages, isCopying });
    if (step === 'begin') void this.make().catch(() => undefined);
    if (step === 'checkpoint') this.take(nowMs, () => this.store.checkpoint());
    if (step === 'follow') this.take(nowMs, () => this.store.follow());
  }

  async list(): Promise<KeptBackup[]> {
    return this.store.list();
  }

  make(): Promise<KeptBackup> {
    this.making ??= this.makeWhole().finally(() => (this.making = undefined));
    return this.making;
  }

  private async makeWhole(): Promise<KeptBackup> {
    const startedAtMs = Date.now();
    this.isCopying = true;
    try {
      await this.turn;
      await this.store.tidy();
      await this.removeExpired();
      const former = (await this.store.list()).at(-1);
      const id = await this.store.begin();
      [this.begunAtMs, this.followedAtMs, this.isCopying] = [startedAtMs, startedAtMs, false];
      this.watch.followed(startedAtMs);
      const made = await this.store.verify(id);
      this.failures = 0;
      this.logger.log({ msg: 'a backup was made and verified', backup: id, bytes: made.bytes, durationMs: Date.now() - startedAtMs });
      await this.afterwards(former);
      return made;
    } catch (error) {
      this.failed('a backup could not be made', error);
      // One that grows goes on growing until the next try.
      if (this.begunAtMs !== undefined) this.begunAtMs = 0;
      throw error;
    } finally {
      this.isCopying = false;
      if (this.rules.intervalMs === 0) this.stopFollowing();
      await this.watch.look();
    }
  }

  /** The one before is proven once more, now with all its increments. That it isn't takes nothing from the new one. */
  private async afterwards(former: KeptBackup | undefined): Promise<void> {
    if (former) await this.store.verify(former.id).catch((error: unknown) => this.report('an older backup is no longer good', error));
    await this.removeExpired();
  }

  private async removeExpired(): Promise<void> {
    for (const id of expiredBackups(await this.store.list(), this.rules.keepDays, Date.now())) {
      await this.store.remove(id);
      this.logger.log({ msg: 'an old backup was removed', backup: id });
    }
  }

  private take(nowMs: number, work: () => Promise<void>): void {
    this.turn = this.guarded(async () => {
      await work();
      this.followedAtMs = nowMs;
      this.watch.followed(nowMs);
    }).finally(() => (this.turn = undefined));
  }

  /** What grows no longer is no backup of today: a new one is begun after a while. */
  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.stopFollowing();
      this.failed('the newest changes could not be backed up', error);
    }
  }

  private stopFollowing(): void {
    this.store.end();
    this.begunAtMs = undefined;
    this.watch.followed(undefined);
  }

  private failed(what: string, error: unknown): void {
    this.failures += 1;
    this.retryAtMs = Date.now() + retryAfterMs(this.failures);
    this.watch.failed(this.report(what, error));
  }

  private report(what: string, error: unknown): string {
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.error({ msg: what, reason, ...(error instanceof AppError ? { errorCode: error.code } : {}) });
    return `${what}: ${reason}`;
  }
}

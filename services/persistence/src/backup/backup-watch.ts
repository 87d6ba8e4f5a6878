import { HealthRegistry, MetricsRegistry } from '@docmind/telemetry';
import { Injectable, Logger } from '@nestjs/common';
import { BackupStore } from './backup-store.port.js';

const secondsSince = (moment: number): number => Math.max(0, Math.round((Date.now() - moment) / 1_000));
const newestOf = (moments: readonly number[]): number | undefined => (moments.length === 0 ? undefined : Math.max(...moments));

/** What is known of the backups, for readiness and Prometheus. A stale backup makes nobody unready: taking the service out would not help. */
@Injectable()
export class BackupWatch {
  /** The newest moment of which a proven backup holds everything. */
  private verifiedUntilMs: number | undefined;
  private followedAtMs: number | undefined;
  private problem: string | undefined;
  private gap: { readonly words: string; readonly seconds: number } | undefined;
  private readonly failures;

  constructor(
    private readonly store: BackupStore,
    private readonly logger: Logger,
    health: HealthRegistry,
    metrics: MetricsRegistry,
  ) {
    health.add('backups', () => this.facts());
    this.failures = metrics.counter('docmind_backup_failures_total', 'Backups and increments that could not be made');
    const age = (moment: () => number | undefined) => () => valueOf(moment(), secondsSince);
    metrics.watch(
      'docmind_backup_verified_age_seconds',
      'Age of the newest backup that was put together and checked',
      [],
      age(() => this.verifiedUntilMs),
    );
    metrics.watch(
      'docmind_backup_increment_age_seconds',
      'Since the newest changes were copied last',
      [],
      age(() => this.followedAtMs),
    );
    metrics.watch('docmind_restore_gap_seconds', 'Written before the last restore and not in its backup', [], () =>
      valueOf(this.gap?.seconds, (s) => s),
    );
  }

  /** Reads what lies on the disk. Never throws: the service works without. */
  async look(): Promise<void> {
    try {
      const backups = await this.store.list((id, reason) => this.tell(`the backup ${id} cannot be read`, reason));
      this.verifiedUntilMs = newestOf(backups.flatMap(({ verified }) => (verified ? [Date.parse(verified.until)] : [])));
      const restored = await this.store.lastRestore();
      if (restored === undefined) return void (this.gap = undefined);
      const { at, backup, until, lostUntil } = restored;
      const lost = lostUntil === until ? 'nothing is missing' : `what was written from ${until} to ${lostUntil} is missing`;
      const words = `At ${at} the database was restored from the backup ${backup}: ${lost}`;
      this.gap = { words, seconds: Math.max(0, (Date.parse(lostUntil) - Date.parse(until)) / 1_000) };
    } catch (error) {
      this.tell('the backups cannot be read', error instanceof Error ? error.message : String(error));
    }
  }

  /** @param nowMs undefined when nothing is followed any more */
  followed(nowMs: number | undefined): void {
    this.followedAtMs = nowMs;
    if (nowMs !== undefined) this.problem = undefined;
  }

  failed(problem: string): void {
    this.problem = problem;
    this.failures.inc();
  }

  private tell(msg: string, reason: string): void {
    this.failed(`${msg}: ${reason}`);
    this.logger.error({ msg, reason });
  }

  private facts(): Record<string, string | number | undefined> {
    const { verifiedUntilMs, followedAtMs, problem, gap } = this;
    return {
      ...(verifiedUntilMs === undefined ? {} : { verifiedAgeSeconds: secondsSince(verifiedUntilMs) }),
      ...(followedAtMs === undefined ? {} : { incrementAgeSeconds: secondsSince(followedAtMs) }),
      ...(problem === undefined ? {} : { problem }),
      ...(gap === undefined ? {} : { restored: gap.words }),
    };
  }
}

function valueOf(moment: number | undefined, of: (moment: number) => number): { value: number }[] {
  return moment === undefined ? [] : [{ value: of(moment) }];
}

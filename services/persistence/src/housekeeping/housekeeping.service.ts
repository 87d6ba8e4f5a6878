import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DocumentStore } from '../documents/document-store.port.js';
import { PerformanceStore } from '../performance/performance-store.port.js';
import { SessionStore } from '../sessions/session-store.port.js';

export interface HousekeepingRules {
  readonly intervalMs: number;
  readonly stagingMaxAgeMs: number;
  readonly performanceMaxAgeMs: number;
  readonly performanceMaxRecords: number;
  /** Undefined: a chat is kept however old it is. */
  readonly chatMaxAgeMs: number | undefined;
  /** Undefined: however many there are. */
  readonly chatMaxMessages: number | undefined;
}
export const HOUSEKEEPING_RULES = Symbol('HOUSEKEEPING_RULES');

/** Forgets uploads nobody finished, and performance records and chats past their time or beyond their number: at start, then again and again. */
@Injectable()
export class HousekeepingService implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly documents: DocumentStore,
    private readonly performance: PerformanceStore,
    private readonly sessions: SessionStore,
    private readonly logger: Logger,
    @Inject(HOUSEKEEPING_RULES) private readonly rules: HousekeepingRules,
  ) {}

  onApplicationBootstrap(): void {
    void this.sweep(Date.now());
    this.timer = setInterval(() => void this.sweep(Date.now()), this.rules.intervalMs);
    this.timer.unref();
  }

  /** What it has begun goes on to its end, before the database is closed. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** Never throws: a failed sweep is logged and tried again the next time. One that is at work is that one. */
  sweep(nowMs: number): Promise<void> {
    this.sweeping ??= this.sweepNow(nowMs).finally(() => (this.sweeping = undefined));
    return this.sweeping;
  }

  private async sweepNow(nowMs: number): Promise<void> {
    try {
      const removed = await this.remove((ageMs) => new Date(nowMs - ageMs).toISOString());
      if (Object.values(removed).some((count) => count > 0)) this.logger.log({ msg: 'old rows removed', ...removed });
    } catch (error) {
      this.logger.error({ msg: 'old rows could not be removed', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  private async remove(before: (ageMs: number) => string) {
    const { stagingMaxAgeMs, performanceMaxAgeMs, performanceMaxRecords, chatMaxAgeMs, chatMaxMessages } = this.rules;
    const stagedChunks = await this.documents.removeStagedBefore(before(stagingMaxAgeMs));
    const oldRecords = await this.performance.removeOlderThan(before(performanceMaxAgeMs));
    const performanceRecords = oldRecords + (await this.performance.removeBeyond(performanceMaxRecords));
    const unused = chatMaxAgeMs === undefined ? 0 : await this.sessions.removeUnusedSince(before(chatMaxAgeMs));
    const beyond = chatMaxMessages === undefined ? 0 : await this.sessions.removeBeyond(chatMaxMessages);
    return { stagedChunks, performanceRecords, sessions: unused + beyond };
  }
}

import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DocumentStore } from '../documents/document-store.port.js';
import { PerformanceStore } from '../performance/performance-store.port.js';

export interface HousekeepingRules {
  readonly intervalMs: number;
  readonly stagingMaxAgeMs: number;
  readonly performanceMaxAgeMs: number;
}
export const HOUSEKEEPING_RULES = Symbol('HOUSEKEEPING_RULES');

/** Forgets uploads nobody finished and performance records past their time: at start, then again and again. */
@Injectable()
export class HousekeepingService implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly documents: DocumentStore,
    private readonly performance: PerformanceStore,
    private readonly logger: Logger,
    @Inject(HOUSEKEEPING_RULES) private readonly rules: HousekeepingRules,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep(Date.now());
    this.timer = setInterval(() => void this.sweep(Date.now()), this.rules.intervalMs);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Never throws: a failed sweep is logged and tried again the next time. */
  async sweep(nowMs: number): Promise<void> {
    try {
      const staged = await this.documents.removeStagedBefore(new Date(nowMs - this.rules.stagingMaxAgeMs).toISOString());
      const records = await this.performance.removeOlderThan(new Date(nowMs - this.rules.performanceMaxAgeMs).toISOString());
      if (staged + records > 0) this.logger.log({ msg: 'old rows removed', stagedChunks: staged, performanceRecords: records });
    } catch (error) {
      this.logger.error({ msg: 'old rows could not be removed', reason: error instanceof Error ? error.message : String(error) });
    }
  }
}

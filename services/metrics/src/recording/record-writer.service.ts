import { persistencePerformanceAppend, type PerformanceRecord } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, newRequestContext } from '@docmind/messaging';
import { combinations, MetricsRegistry } from '@docmind/telemetry';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { RecordBuffer } from './record-buffer.js';

export interface WriterRules {
  readonly flushIntervalMs: number;
  readonly batchSize: number;
  readonly maxRecords: number;
  /** False: records are counted and not kept. */
  readonly writes: boolean;
}
export const WRITER_RULES = Symbol('WRITER_RULES');

const WRITE_TIMEOUT_MS = 3_000;

/**
 * Writes records to performance_logs in batches, through persistence. While it is down they wait; what no longer fits is dropped,
 * oldest first, and counted. Persistence knows each record by its id, so a batch whose answer was lost is written once.
 */
@Injectable()
export class RecordWriter implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly buffer: RecordBuffer;
  private readonly dropped;
  private readonly buffered;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private failing = false;

  constructor(
    private readonly client: MessageClient,
    registry: MetricsRegistry,
    private readonly logger: Logger,
    @Inject(WRITER_RULES) private readonly rules: WriterRules,
  ) {
    this.buffer = new RecordBuffer(rules.maxRecords);
    const why = combinations({ reason: ['buffer_full', 'refused'] });
    const help = 'Performance records that could not be written';
    this.dropped = registry.counter('docmind_performance_records_dropped_total', help, ['reason'], why);
    this.buffered = registry.gauge('docmind_performance_records_waiting', 'Performance records that wait to be written');
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), this.rules.flushIntervalMs);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** After the last message was taken in, so that its records are written, too. */
  async onApplicationShutdown(): Promise<void> {
    await this.running;
    await this.flush();
    if (this.buffer.size > 0) this.logger.warn({ msg: 'performance records were not written before the end', records: this.buffer.size });
  }

  add(records: readonly PerformanceRecord[]): void {
    if (!this.rules.writes) return;
    const dropped = this.buffer.add(records);
    if (dropped > 0) this.dropped.inc({ reason: 'buffer_full' }, dropped);
    this.buffered.set(this.buffer.size);
    // While persistence is down the timer alone tries again: not every record.
    if (this.buffer.size >= this.rules.batchSize && !this.failing) void this.flush();
  }

  /** Writes until nothing waits or persistence doesn't answer. One at a time; never throws. */
  async flush(): Promise<void> {
    this.running ??= this.writeAll().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async writeAll(): Promise<void> {
    let goOn = true;
    while (goOn && this.buffer.size > 0) {
      const batch = this.buffer.peek(this.rules.batchSize);
      goOn = await this.write(batch);
      if (goOn) this.buffer.remove(batch);
      this.buffered.set(this.buffer.size);
    }
  }

  /** @returns false when the batch must be tried again. */
  private async write(batch: PerformanceRecord[]): Promise<boolean> {
    try {
      const context = newRequestContext({ deadline: Date.now() + WRITE_TIMEOUT_MS });
      await this.client.call(persistencePerformanceAppend, { records: batch }, context);
      this.failing = false;
      return true;
    } catch (error) {
      return this.judge(error, batch.length);
    }
  }

  private judge(error: unknown, records: number): boolean {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof AppError && error.code === 'INVALID_ARGUMENT') {
      this.dropped.inc({ reason: 'refused' }, records);
      this.logger.error({ msg: 'performance records were refused and dropped', reason, records });
      return true;
    }
    if (!this.failing) this.logger.warn({ msg: 'performance records wait for persistence', reason, records });
    this.failing = true;
    return false;
  }
}

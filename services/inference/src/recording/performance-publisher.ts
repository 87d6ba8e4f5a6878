import { metricsPerformanceRecorded, type PerformanceRecord } from '@docmind/contracts';
import { MessageClient, newRequestContext } from '@docmind/messaging';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';

const BATCH = 100;
const FLUSH_AFTER_MS = 250;

/** Sends records in batches: one message for each of thousands of generations a second would cost more than the gateway itself. */
@Injectable()
export class PerformancePublisher implements OnModuleDestroy {
  private batch: PerformanceRecord[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly client: MessageClient) {}

  add(record: PerformanceRecord): void {
    this.batch.push(record);
    if (this.batch.length >= BATCH) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }

  /** Figures may be lost; a question must not fail for them. */
  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.batch.length === 0) return;
    const records = this.batch;
    this.batch = [];
    await this.client.publish(metricsPerformanceRecorded, { records }, newRequestContext()).catch(() => undefined);
  }
}

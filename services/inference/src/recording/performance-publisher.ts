import { randomUUID } from 'node:crypto';
import { metricsPerformanceRecorded } from '@docmind/contracts';
import { MessageClient, newRequestContext } from '@docmind/messaging';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { GenerationOutcome } from './generation-outcome.js';
import { recordOf } from './performance-record.policy.js';

const BATCH = 100;
const FLUSH_AFTER_MS = 250;

/** Tells of generations in batches: one message for each of thousands of them a second would cost more than the gateway itself. */
@Injectable()
export class PerformancePublisher implements OnModuleDestroy {
  private ended: { readonly outcome: GenerationOutcome; readonly at: number }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly client: MessageClient) {}

  add(outcome: GenerationOutcome): void {
    this.ended.push({ outcome, at: Date.now() });
    if (this.ended.length >= BATCH) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }

  /** Figures may be lost; a question must not fail for them. */
  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.ended.length === 0) return;
    // One id a batch: making one for each record is a large part of what a record costs.
    const batch = randomUUID();
    const records = this.ended.map(({ outcome, at }, index) => recordOf(`${batch}-${index}`, at, outcome));
    this.ended = [];
    await this.client.publish(metricsPerformanceRecorded, { records }, newRequestContext()).catch(() => undefined);
  }
}

import { cacheSemanticInvalidate } from '@docmind/contracts';
import { MessageClient, newRequestContext } from '@docmind/messaging';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Invalidation, retryDelayMs, toInvalidations } from './outbox.policy.js';
import { OutboxStore } from './outbox-store.port.js';

export const OUTBOX_RETRY_MAX_MS = Symbol('OUTBOX_RETRY_MAX_MS');
const CALL_TIMEOUT_MS = 5_000;
/** At most what one invalidation may name. */
const ROWS_AT_ONCE = 1_000;

/** Tells the cache about every committed change of a document, in order, until it has acknowledged it. */
@Injectable()
export class OutboxService implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private watch: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private failures = 0;
  private stopped = false;

  constructor(
    private readonly store: OutboxStore,
    private readonly client: MessageClient,
    private readonly logger: Logger,
    @Inject(OUTBOX_RETRY_MAX_MS) private readonly retryMaxMs: number,
  ) {}

  onApplicationBootstrap(): void {
    this.wake();
    if (this.store.isShared) this.watch = setInterval(() => this.wake(), this.retryMaxMs).unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.watch);
    clearTimeout(this.timer);
    await this.running;
  }

  /** Starts delivery now; what comes while one runs is delivered by the same run. Never throws. */
  wake(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.again = true;
    this.running ??= this.run();
  }

  private async deliver(): Promise<void> {
    let rows = await this.store.pending(ROWS_AT_ONCE);
    while (rows.length > 0 && !this.stopped) {
      for (const invalidation of toInvalidations(rows)) await this.send(invalidation);
      rows = await this.store.pending(ROWS_AT_ONCE);
    }
  }

  private async send({ tenant, documentIds, everything, epoch, rows }: Invalidation): Promise<void> {
    const context = newRequestContext({ tenant, deadline: Date.now() + CALL_TIMEOUT_MS });
    const invalidation = { tenant, documentIds: [...documentIds], epoch, ...(everything ? { everything } : {}) };
    await this.client.call(cacheSemanticInvalidate, invalidation, context);
    await this.store.remove(rows);
  }

  private async run(): Promise<void> {
    try {
      while (this.again && !this.stopped) {
        this.again = false;
        await this.deliver();
      }
      this.failures = 0;
    } catch (error) {
      this.retryLater(error);
    } finally {
      this.running = undefined;
    }
  }

  private retryLater(error: unknown): void {
    this.failures += 1;
    const retryInMs = retryDelayMs(this.failures, this.retryMaxMs);
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.warn({ msg: 'the cache was not told about a changed document yet', reason, failures: this.failures, retryInMs });
    if (this.stopped) return;
    this.timer = setTimeout(() => this.wake(), retryInMs);
    this.timer.unref();
  }
}

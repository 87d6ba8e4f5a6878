import type { MessagingLogger } from '@docmind/messaging';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** A collector may be away for hours. */
const SAY_AGAIN_MS = 60_000;

/** Says in the log that spans could not be sent, once a minute at most: the SDK itself tells nobody. */
export class TellingExporter implements SpanExporter {
  private saidAt = -Infinity;
  private lost = 0;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly logger: Pick<MessagingLogger, 'warn'>,
    private readonly url: string,
  ) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.exporter.export(spans, (result) => {
      if (result.error) this.tell(result.error, spans.length);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private tell(error: Error, spans: number): void {
    this.lost += spans;
    if (performance.now() - this.saidAt < SAY_AGAIN_MS) return;
    this.logger.warn({ msg: 'spans could not be sent and are lost', url: this.url, spans: this.lost, reason: error.message });
    this.saidAt = performance.now();
    this.lost = 0;
  }
}

import type { MessagingLogger } from '@docmind/messaging';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** A collector may be away for hours. */
const SAY_AGAIN_MS = 60_000;

type Done = Parameters<SpanExporter['export']>[1];

/** Says in the log that spans could not be sent, once a minute at most: the SDK itself tells nobody. At the end it asks no collector that is away. */
export class TellingExporter implements SpanExporter {
  private saidAt = -Infinity;
  private lost = 0;
  private isEnding = false;
  /** Of the last batch, where it was not taken. */
  private failure: Parameters<Done>[0] | undefined;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly logger: Pick<MessagingLogger, 'warn'>,
    private readonly url: string,
  ) {}

  export(spans: ReadableSpan[], done: Done): void {
    const ended: Done = (result) => {
      this.failure = result.error ? result : undefined;
      if (result.error) this.tell(result.error, spans.length);
      done(result);
    };
    if (this.isEnding && this.failure) ended(this.failure);
    else this.exporter.export(spans, ended);
  }

  /** @returns whether the collector took what it was sent last */
  end(): boolean {
    this.isEnding = true;
    return this.failure === undefined;
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

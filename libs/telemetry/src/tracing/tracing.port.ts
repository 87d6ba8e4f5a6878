import type { MessagingLogger, Spans } from '@docmind/messaging';

export interface TracingOptions {
  readonly service: string;
  readonly instance: string;
  /** Where a collector takes OTLP over HTTP, without /v1/traces. */
  readonly endpoint: string;
  /** Prompts and answers too. */
  readonly withText: boolean;
  /** Beyond them a trace that begins here is not recorded; one that a caller began is, if the caller records it. */
  readonly tracesPerSecond: number;
  readonly logger: Pick<MessagingLogger, 'warn'>;
}

export interface Tracing {
  readonly spans: Spans;
  /** Sends what is left, within seconds, and ends. Never throws. */
  close(): Promise<void>;
}

// Pieces of work in a trace, as whoever does the work sees them. What sends them somewhere is in libs/telemetry; without it there are none.
export type SpanAttributes = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface SpanStart {
  readonly name: string;
  /** `server`: asked from outside this service; `client`: asks outside of it; `consumer`: an event that nobody waits for. */
  readonly kind: 'server' | 'client' | 'consumer' | 'internal';
  readonly attributes: SpanAttributes;
}

export interface Span {
  /** What work below it is given, so that it becomes its child. */
  readonly traceparent: string;
  set(attributes: SpanAttributes): void;
  /** @param errorType a code of the catalogue, or a status of HTTP */
  fail(errorType: string): void;
  /** Once. */
  end(): void;
}

export interface Spans {
  /** Whether prompts and answers may be attributes. */
  readonly withText: boolean;
  /** @param parent a traceparent; none or an unreadable one begins a new trace. One that says "not sampled" is kept, and nothing is sent. */
  start(start: SpanStart, parent: string | undefined): Span;
}

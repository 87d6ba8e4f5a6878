/** What a traceparent says, as OpenTelemetry's `SpanContext`. */
export interface RemoteSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly isRemote: true;
}

const RECORDED = 1;
/** W3C trace context; a later version may say more after its first four parts. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** Undefined where it can't be read. */
export function spanContextOf(traceparent: string): RemoteSpan | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags ?? '0', 16), isRemote: true };
}

/** Whether whoever began the trace records it: then all do. */
export function isRecorded({ traceFlags }: RemoteSpan): boolean {
  return (traceFlags & RECORDED) !== 0;
}

export function traceparentOf({ traceId, spanId, traceFlags }: Omit<RemoteSpan, 'isRemote'>): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

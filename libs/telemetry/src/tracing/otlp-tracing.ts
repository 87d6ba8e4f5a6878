// The one place that knows OpenTelemetry's SDK. Parents are handed over as text, so that no context manager has to follow every promise.
import { within } from '@docmind/errors';
import type { Span, SpanAttributes, Spans, SpanStart } from '@docmind/messaging';
import { type Attributes, ROOT_CONTEXT, type Span as OtelSpan, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, RandomIdGenerator, TracerProvider } from '@opentelemetry/sdk-trace';
import { GEN_AI_CONVENTIONS } from './gen-ai.policy.js';
import { TellingExporter } from './telling-exporter.js';
import { TraceBudget } from './trace-budget.policy.js';
import { isRecorded, spanContextOf, traceparentOf } from './traceparent.policy.js';
import type { Tracing, TracingOptions } from './tracing.port.js';

const SEND_EVERY_MS = 1_000;
/** Of a batch with all its tries, whose timers keep the process. */
const SEND_LIMIT_MS = 2_000;
/** What waits while a collector is slow; what comes beyond is dropped. With prompts and answers a span may hold 128 KB. */
const MAX_WAITING = 8_192;
const MAX_WAITING_WITH_TEXT = 512;
const KINDS: Readonly<Record<SpanStart['kind'], SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

/** Spans of one service, sent in batches by OTLP over HTTP as JSON. */
export function startOtlp({ service, instance, endpoint, withText, tracesPerSecond, logger }: TracingOptions): Tracing {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new TellingExporter(new OTLPTraceExporter({ url, timeoutMillis: SEND_LIMIT_MS }), logger, new URL(url).origin);
  const maxQueueSize = withText ? MAX_WAITING_WITH_TEXT : MAX_WAITING;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.namespace': 'docmind',
      'service.name': service,
      'service.instance.id': instance,
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EVERY_MS, maxQueueSize })],
  });
  return {
    spans: new OtlpSpans(provider.getTracer('docmind', GEN_AI_CONVENTIONS), withText, new TraceBudget(tracesPerSecond)),
    close: async () => {
      const waitMs = exporter.end() ? SEND_LIMIT_MS : 0;
      await within(provider.shutdown(), waitMs).catch(() => undefined);
    },
  };
}

class OtlpSpans implements Spans {
  private readonly ids = new RandomIdGenerator();

  constructor(
    private readonly tracer: Tracer,
    readonly withText: boolean,
    private readonly budget: TraceBudget,
  ) {}

  start({ name, kind, attributes }: SpanStart, parent: string | undefined): Span {
    const above = parent === undefined ? undefined : spanContextOf(parent);
    if (!(above ? isRecorded(above) : this.budget.takes(performance.now()))) return this.unrecorded(above?.traceId);
    const context = above === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, above);
    return new OtlpSpan(this.tracer.startSpan(name, { kind: KINDS[kind], attributes: known(attributes) }, context));
  }

  /** The SDK's own would cost a third of one that is recorded. */
  private unrecorded(traceId = this.ids.generateTraceId()): Span {
    return new UnrecordedSpan(traceparentOf({ traceId, spanId: this.ids.generateSpanId(), traceFlags: 0 }));
  }
}

class UnrecordedSpan implements Span {
  constructor(readonly traceparent: string) {}

  set(): void {}

  fail(): void {}

  end(): void {}
}

class OtlpSpan implements Span {
  readonly traceparent: string;

  constructor(private readonly span: OtelSpan) {
    this.traceparent = traceparentOf(span.spanContext());
  }

  set(attributes: SpanAttributes): void {
    this.span.setAttributes(known(attributes));
  }

  fail(errorType: string): void {
    this.span.setAttribute('error.type', errorType).setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    this.span.end();
  }
}

function known(attributes: SpanAttributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as Attributes;
}

import { randomUUID } from 'node:crypto';
import { ERROR_CODES, metricsPerformanceRecorded, type QueryReply, VALIDATION_MODES } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import { MessageClient, type RequestContext, requestFacts } from '@docmind/messaging';
import { combinations, MetricsRegistry } from '@docmind/telemetry';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FreshAnswer } from '../../answering/answer.service.js';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../../config/config.js';
import type { Routed } from '../../graph/agent-question.js';
import { graphOptionsOf } from '../../graph/graph-options.policy.js';
import { TraceService } from '../../traces/trace.service.js';
import { AgentFigures, SECONDS_BUCKETS } from './agent-figures.js';
import { traceOf } from './query-trace.policy.js';

const CACHE_RESULTS = ['exact', 'semantic', 'miss', 'bypass'] as const;
const OUTCOMES = [
  ...combinations({ cache: CACHE_RESULTS, mode: VALIDATION_MODES, error: [''] }),
  ...combinations({ cache: ['miss'], mode: [''], error: ERROR_CODES }),
];

/** Figures of finished and failed questions: Prometheus here, one performance record to metrics, and how each answer came about. */
@Injectable()
export class QueryReporter {
  private readonly agents;
  private readonly queries;
  private readonly seconds;
  private readonly options;

  constructor(
    private readonly client: MessageClient,
    private readonly logger: Logger,
    private readonly traces: TraceService,
    @Inject(ORCHESTRATOR_CONFIG) config: OrchestratorConfig,
    metrics: MetricsRegistry,
  ) {
    this.options = graphOptionsOf(config);
    this.queries = metrics.counter('docmind_queries_total', 'Questions by outcome', ['cache', 'mode', 'error'], OUTCOMES);
    this.seconds = metrics.histogram('docmind_query_duration_seconds', 'From question to last byte', ['cache'], SECONDS_BUCKETS);
    this.agents = new AgentFigures(metrics);
    for (const cache of CACHE_RESULTS) this.seconds.series({ cache });
  }

  answered(reply: QueryReply, routed: Routed, fresh: FreshAnswer | undefined, context: RequestContext): void {
    this.traces.keep(traceOf(reply, routed, fresh, this.options, new Date()), context);
    const cacheResult = reply.cache.result;
    this.queries.inc({ cache: cacheResult, mode: reply.validation.mode, error: '' });
    this.seconds.observe({ cache: cacheResult }, reply.timings.totalMs / 1_000);
    this.agents.answered(reply, fresh);
    this.logger.log({
      msg: 'question answered',
      ...requestFacts(context),
      durationMs: Math.round(reply.timings.totalMs),
      cacheResult,
      mode: reply.validation.mode,
      inputTokens: reply.usage.prompt_tokens,
      outputTokens: reply.usage.completion_tokens,
    });
    this.publish(context, reply.timings.totalMs, reply.usage.total_tokens, {
      timeToFirstTokenMs: reply.timings.timeToFirstTokenMs,
      promptTokens: reply.usage.prompt_tokens,
      completionTokens: reply.usage.completion_tokens,
      cacheResult,
      mode: reply.validation.mode,
    });
  }

  failed(thrown: unknown, totalMs: number, context: RequestContext): void {
    const errorCode = toAppError(thrown).code;
    this.queries.inc({ cache: 'miss', mode: '', error: errorCode });
    this.agents.failed(errorCode);
    this.publish(context, totalMs, 0, { errorCode });
  }

  private publish(context: RequestContext, latencyMs: number, tokensProcessed: number, metrics: Record<string, unknown>): void {
    const record = { id: randomUUID(), operation: 'query', latencyMs, tokensProcessed, timestamp: new Date().toISOString(), metrics };
    this.client
      .publish(metricsPerformanceRecorded, { records: [record] }, context)
      .catch((thrown: unknown) =>
        this.logger.debug({ msg: 'performance record not sent', ...requestFacts(context), reason: String(thrown) }),
      );
  }
}

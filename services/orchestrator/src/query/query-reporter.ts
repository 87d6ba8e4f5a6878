import { randomUUID } from 'node:crypto';
import { metricsPerformanceRecorded, type QueryReply } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import { MessageClient, type RequestContext, requestFacts } from '@docmind/messaging';
import { MetricsRegistry } from '@docmind/telemetry';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FreshAnswer } from '../answering/answer.service.js';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import type { Routed } from '../graph/agent-question.js';
import { graphOptionsOf } from '../graph/graph-options.policy.js';
import { TraceService } from '../traces/trace.service.js';
import { traceOf } from './query-trace.policy.js';

const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** Figures of finished and failed questions: Prometheus here, one performance record to metrics, and how each answer came about. */
@Injectable()
export class QueryReporter {
  private readonly queries;
  private readonly seconds;
  private readonly agentSeconds;
  private readonly options;

  constructor(
    private readonly client: MessageClient,
    private readonly logger: Logger,
    private readonly traces: TraceService,
    @Inject(ORCHESTRATOR_CONFIG) config: OrchestratorConfig,
    metrics: MetricsRegistry,
  ) {
    this.options = graphOptionsOf(config);
    this.queries = metrics.counter('docmind_queries_total', 'Questions by outcome', ['cache', 'mode', 'error']);
    this.seconds = metrics.histogram('docmind_query_duration_seconds', 'From question to last byte', ['cache'], SECONDS_BUCKETS);
    this.agentSeconds = metrics.histogram('docmind_agent_duration_seconds', 'Time in each agent', ['agent'], SECONDS_BUCKETS);
  }

  answered(reply: QueryReply, routed: Routed, fresh: FreshAnswer | undefined, context: RequestContext): void {
    this.traces.keep(traceOf(reply, routed, fresh, this.options, new Date()), context);
    const cacheResult = reply.cache.result;
    this.queries.inc({ cache: cacheResult, mode: reply.validation.mode, error: '' });
    this.seconds.observe({ cache: cacheResult }, reply.timings.totalMs / 1_000);
    for (const { agent, durationMs } of reply.agents) this.agentSeconds.observe({ agent }, durationMs / 1_000);
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

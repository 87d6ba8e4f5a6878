import { randomUUID } from 'node:crypto';
import type { ErrorCode, PerformanceRecord, Usage } from '@docmind/contracts';
import {
  GEN_AI_DURATION_BUCKETS,
  GEN_AI_TIME_PER_TOKEN_BUCKETS,
  GEN_AI_TIME_TO_FIRST_TOKEN_BUCKETS,
  GEN_AI_TOKEN_BUCKETS,
  MetricsRegistry,
} from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import { PerformancePublisher } from './performance-publisher.js';

export interface GenerationOutcome {
  /** The kind of engine that answered. */
  readonly engine: string;
  readonly backend: string;
  readonly model: string;
  readonly totalMs: number;
  readonly timeToFirstTokenMs: number | undefined;
  readonly usage: Usage | undefined;
  readonly errorCode: ErrorCode | undefined;
  readonly retries: number;
}

const OPERATION = 'generation';

/** Every generation once: in this service's metrics, and as a record for the metrics service. */
@Injectable()
export class GenerationRecorder {
  private readonly duration;
  private readonly firstToken;
  private readonly perToken;
  private readonly tokens;
  private readonly retries;

  constructor(
    registry: MetricsRegistry,
    private readonly publisher: PerformancePublisher,
  ) {
    const labels = ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'];
    this.duration = registry.histogram(
      'gen_ai_server_request_duration_seconds',
      'From the request to the last token',
      [...labels, 'error_type'],
      GEN_AI_DURATION_BUCKETS,
    );
    this.firstToken = registry.histogram(
      'gen_ai_server_time_to_first_token_seconds',
      'From the request to the first token',
      labels,
      GEN_AI_TIME_TO_FIRST_TOKEN_BUCKETS,
    );
    this.perToken = registry.histogram(
      'gen_ai_server_time_per_output_token_seconds',
      'Between two tokens after the first',
      labels,
      GEN_AI_TIME_PER_TOKEN_BUCKETS,
    );
    this.tokens = registry.histogram('gen_ai_client_token_usage', 'Tokens', [...labels, 'gen_ai_token_type'], GEN_AI_TOKEN_BUCKETS);
    this.retries = registry.counter('docmind_inference_retries_total', 'Attempts after a failed one', ['engine']);
  }

  record(outcome: GenerationOutcome): void {
    this.observe(outcome);
    this.publisher.add(recordOf(outcome));
  }

  private observe({ engine, model, totalMs, timeToFirstTokenMs, usage, errorCode, retries }: GenerationOutcome): void {
    const labels = { gen_ai_operation_name: 'chat', gen_ai_provider_name: engine, gen_ai_request_model: model };
    this.duration.observe({ ...labels, error_type: errorCode ?? '' }, totalMs / 1_000);
    if (retries > 0) this.retries.inc({ engine }, retries);
    if (timeToFirstTokenMs !== undefined) this.firstToken.observe(labels, timeToFirstTokenMs / 1_000);
    if (!usage) return;
    this.tokens.observe({ ...labels, gen_ai_token_type: 'input' }, usage.prompt_tokens);
    this.tokens.observe({ ...labels, gen_ai_token_type: 'output' }, usage.completion_tokens);
    if (timeToFirstTokenMs === undefined || usage.completion_tokens < 2) return;
    this.perToken.observe(labels, (totalMs - timeToFirstTokenMs) / 1_000 / (usage.completion_tokens - 1));
  }
}

function recordOf({ totalMs, timeToFirstTokenMs, usage, errorCode, retries, model, backend }: GenerationOutcome): PerformanceRecord {
  return {
    id: randomUUID(),
    operation: OPERATION,
    latencyMs: totalMs,
    tokensProcessed: usage?.total_tokens ?? 0,
    timestamp: new Date().toISOString(),
    metrics: {
      model,
      backend,
      retries,
      ...(timeToFirstTokenMs === undefined ? {} : { timeToFirstTokenMs }),
      ...(usage ? { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens, contextLength: usage.total_tokens } : {}),
      ...(errorCode ? { errorCode } : {}),
    },
  };
}

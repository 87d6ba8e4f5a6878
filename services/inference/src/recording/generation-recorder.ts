import { randomUUID } from 'node:crypto';
import type { ErrorCode, PerformanceRecord, Usage } from '@docmind/contracts';
import {
  combinations,
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
  /** Where the caller had read enough: the tokens until then. Its engine tells no usage. */
  readonly stoppedAfterTokens: number | undefined;
  readonly retries: number;
  /** An engine failed on the way, and another attempt or another engine was tried. */
  readonly hadFault: boolean;
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
  private readonly prefillTokens;
  private readonly prefillSeconds;
  private readonly recoveries;

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
    this.prefillTokens = registry.counter('docmind_inference_prefill_tokens_total', 'Tokens of prompts whose first token came');
    this.prefillSeconds = registry.counter('docmind_inference_prefill_seconds_total', 'From these requests to their first tokens');
    const known = combinations({ outcome: ['answered', 'failed'] });
    const recoveries = 'Generations whose engine failed once or more, by how they ended';
    this.recoveries = registry.counter('docmind_inference_recoveries_total', recoveries, ['outcome'], known);
  }

  /** Of a model that may be asked: 0 before anything happened, so that the growth of the first generation is seen, too. */
  expect(engine: string, model: string): void {
    const labels = labelsOf({ engine, model });
    this.duration.zero({ ...labels, error_type: '' });
    this.firstToken.zero(labels);
    this.perToken.zero(labels);
    for (const type of ['input', 'output']) this.tokens.zero({ ...labels, gen_ai_token_type: type });
  }

  record(outcome: GenerationOutcome): void {
    this.observe(outcome);
    this.publisher.add(recordOf(outcome));
  }

  private observe(outcome: GenerationOutcome): void {
    const { engine, totalMs, timeToFirstTokenMs, usage, errorCode, retries, hadFault } = outcome;
    const labels = labelsOf(outcome);
    this.duration.observe({ ...labels, error_type: errorCode ?? '' }, totalMs / 1_000);
    if (retries > 0) this.retries.inc({ engine }, retries);
    if (hadFault) this.observeRecovery(errorCode);
    if (usage) this.observeUsage(labels, usage);
    if (timeToFirstTokenMs === undefined) return;
    this.firstToken.observe(labels, timeToFirstTokenMs / 1_000);
    this.observeDecode(labels, outcome, totalMs - timeToFirstTokenMs);
    if (!usage) return;
    this.prefillTokens.inc(usage.prompt_tokens);
    this.prefillSeconds.inc(timeToFirstTokenMs / 1_000);
  }

  /** What an engine refuses because the request is wrong says nothing of it. */
  private observeRecovery(errorCode: ErrorCode | undefined): void {
    if (errorCode !== 'INVALID_ARGUMENT') this.recoveries.inc({ outcome: errorCode === undefined ? 'answered' : 'failed' });
  }

  private observeUsage(labels: Record<string, string>, usage: Usage): void {
    this.tokens.observe({ ...labels, gen_ai_token_type: 'input' }, usage.prompt_tokens);
    this.tokens.observe({ ...labels, gen_ai_token_type: 'output' }, usage.completion_tokens);
  }

  /** The first token belongs to the prefill. */
  private observeDecode(labels: Record<string, string>, { usage, stoppedAfterTokens = 0 }: GenerationOutcome, decodeMs: number): void {
    const tokens = (usage?.completion_tokens ?? stoppedAfterTokens) - 1;
    if (tokens > 0) this.perToken.observe(labels, decodeMs / 1_000 / tokens);
  }
}

function labelsOf({ engine, model }: Pick<GenerationOutcome, 'engine' | 'model'>): Record<string, string> {
  return { gen_ai_operation_name: 'chat', gen_ai_provider_name: engine, gen_ai_request_model: model };
}

function recordOf(outcome: GenerationOutcome): PerformanceRecord {
  const { totalMs, timeToFirstTokenMs, errorCode, retries, model, backend } = outcome;
  const tokens = tokensOf(outcome);
  return {
    id: randomUUID(),
    operation: OPERATION,
    latencyMs: totalMs,
    tokensProcessed: tokens.total,
    timestamp: new Date().toISOString(),
    metrics: {
      model,
      backend,
      retries,
      ...(timeToFirstTokenMs === undefined ? {} : { timeToFirstTokenMs }),
      ...tokens.metrics,
      ...(errorCode ? { errorCode } : {}),
    },
  };
}

function tokensOf({ usage, stoppedAfterTokens }: GenerationOutcome): { total: number; metrics: PerformanceRecord['metrics'] } {
  const stopped = stoppedAfterTokens === undefined ? {} : { stopped: true };
  if (!usage) return { total: stoppedAfterTokens ?? 0, metrics: { ...stopped, completionTokens: stoppedAfterTokens } };
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: total } = usage;
  return { total, metrics: { ...stopped, promptTokens, completionTokens, contextLength: total } };
}

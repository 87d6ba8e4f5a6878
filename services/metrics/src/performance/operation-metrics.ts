import type { PerformanceRecord } from '@docmind/contracts';
import { GEN_AI_DURATION_BUCKETS, MetricsRegistry } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import { errorLabel, operationLabel } from './labels.policy.js';

/** What /metrics shows of the records of all services. */
@Injectable()
export class OperationMetrics {
  private readonly operations = new Set<string>();
  private readonly durations;
  private readonly tokens;
  private readonly cacheResults;
  private readonly errors;
  private readonly attempts;

  constructor(registry: MetricsRegistry) {
    const duration = 'Duration of finished operations';
    this.durations = registry.histogram('docmind_operation_duration_seconds', duration, ['operation'], GEN_AI_DURATION_BUCKETS);
    this.tokens = registry.counter('docmind_tokens_total', 'Tokens of finished operations', ['operation', 'kind']);
    this.cacheResults = registry.counter('docmind_cache_results_total', 'Operations by what the answer cache had', ['result']);
    this.errors = registry.counter('docmind_operation_errors_total', 'Operations that ended in an error', ['operation', 'code']);
    this.attempts = registry.counter('docmind_operation_attempts_total', 'Retries and fallbacks of operations', ['operation', 'kind']);
  }

  observe(records: readonly PerformanceRecord[]): void {
    for (const record of records) this.observeOne(record);
  }

  private observeOne({ operation: name, latencyMs, metrics }: PerformanceRecord): void {
    const operation = operationLabel(name, this.operations);
    this.operations.add(operation);
    this.durations.observe({ operation }, latencyMs / 1_000);
    this.tokens.inc({ operation, kind: 'prompt' }, metrics.promptTokens ?? 0);
    this.tokens.inc({ operation, kind: 'completion' }, metrics.completionTokens ?? 0);
    this.attempts.inc({ operation, kind: 'retry' }, metrics.retries ?? 0);
    this.attempts.inc({ operation, kind: 'fallback' }, metrics.fallbacks ?? 0);
    if (metrics.cacheResult) this.cacheResults.inc({ result: metrics.cacheResult });
    if (metrics.errorCode) this.errors.inc({ operation, code: errorLabel(metrics.errorCode) });
  }
}

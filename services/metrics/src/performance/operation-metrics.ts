import { ERROR_CODES, type PerformanceRecord } from '@docmind/contracts';
import { combinations, GEN_AI_DURATION_BUCKETS, MetricsRegistry } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import { errorLabel, operationLabel } from './labels.policy.js';

/** What our services report; a sender may name others. */
const OPERATIONS = ['query', 'generation', 'ingestion'] as const;
const TOKEN_KINDS = ['prompt', 'completion'] as const;
const ATTEMPT_KINDS = ['retry', 'fallback'] as const;
const CACHE_RESULTS = ['exact', 'semantic', 'miss', 'bypass'] as const;

/** What /metrics shows of the records of all services. */
@Injectable()
export class OperationMetrics {
  private readonly operations = new Set<string>(OPERATIONS);
  private readonly durations;
  private readonly tokens;
  private readonly cacheResults;
  private readonly errors;
  private readonly attempts;

  constructor(registry: MetricsRegistry) {
    const duration = 'Duration of finished operations';
    this.durations = registry.histogram('docmind_operation_duration_seconds', duration, ['operation'], GEN_AI_DURATION_BUCKETS);
    for (const operation of OPERATIONS) this.durations.series({ operation });
    const known = (label: string, values: readonly string[]) => combinations({ operation: OPERATIONS, [label]: values });
    const [kinds, codes, attempts] = [known('kind', TOKEN_KINDS), known('code', ERROR_CODES), known('kind', ATTEMPT_KINDS)];
    const results = combinations({ result: CACHE_RESULTS });
    this.tokens = registry.counter('docmind_tokens_total', 'Tokens of finished operations', ['operation', 'kind'], kinds);
    this.cacheResults = registry.counter('docmind_cache_results_total', 'Operations by what the answer cache had', ['result'], results);
    this.errors = registry.counter('docmind_operation_errors_total', 'Operations that ended in an error', ['operation', 'code'], codes);
    const tried = 'Retries and fallbacks of operations';
    this.attempts = registry.counter('docmind_operation_attempts_total', tried, ['operation', 'kind'], attempts);
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

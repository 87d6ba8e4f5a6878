import type { PerformanceRecord } from '@docmind/contracts';
import type { GenerationOutcome } from './generation-outcome.js';

const OPERATION = 'generation';

/** What the metrics service is told of a generation. @param at Unix ms of its end */
export function recordOf(id: string, at: number, outcome: GenerationOutcome): PerformanceRecord {
  const { totalMs, timeToFirstTokenMs, errorCode, retries, model, backend } = outcome;
  const tokens = tokensOf(outcome);
  return {
    id,
    operation: OPERATION,
    latencyMs: totalMs,
    tokensProcessed: tokens.total,
    timestamp: new Date(at).toISOString(),
    metrics: { model, backend, retries, timeToFirstTokenMs, ...tokens.metrics, errorCode },
  };
}

function tokensOf({ usage, stoppedAfterTokens }: GenerationOutcome): { total: number; metrics: PerformanceRecord['metrics'] } {
  const stopped = stoppedAfterTokens === undefined ? {} : { stopped: true };
  if (!usage) return { total: stoppedAfterTokens ?? 0, metrics: { ...stopped, completionTokens: stoppedAfterTokens } };
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: total } = usage;
  return { total, metrics: { ...stopped, promptTokens, completionTokens, contextLength: total } };
}

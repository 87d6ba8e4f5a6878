import type { ErrorCode, Usage } from '@docmind/contracts';
import { combinations, MetricsRegistry } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import { GenerationHistograms, type ModelSeries } from './generation-histograms.js';
import type { GenerationOutcome } from './generation-outcome.js';
import { PerformancePublisher } from './performance-publisher.js';

/** Every generation once: in this service's metrics, and as a record for the metrics service. */
@Injectable()
export class GenerationRecorder {
  private readonly histograms: GenerationHistograms;
  private readonly retries;
  private readonly recoveries;
  private prefillTokens = 0;
  private prefillSeconds = 0;

  constructor(
    registry: MetricsRegistry,
    private readonly publisher: PerformancePublisher,
  ) {
    this.histograms = new GenerationHistograms(registry);
    this.retries = registry.counter('docmind_inference_retries_total', 'Attempts after a failed one', ['engine']);
    const tokens = 'Tokens of prompts whose first token came';
    registry.watch('docmind_inference_prefill_tokens_total', tokens, [], () => [{ value: this.prefillTokens }]);
    const seconds = 'From these requests to their first tokens';
    registry.watch('docmind_inference_prefill_seconds_total', seconds, [], () => [{ value: this.prefillSeconds }]);
    const known = combinations({ outcome: ['answered', 'failed'] });
    const recoveries = 'Generations whose engine failed once or more, by how they ended';
    this.recoveries = registry.counter('docmind_inference_recoveries_total', recoveries, ['outcome'], known);
  }

  /** Of a model that may be asked: its figures are 0 before anything happened. */
  expect(engine: string, model: string): void {
    this.histograms.expect(engine, model);
  }

  record(outcome: GenerationOutcome): void {
    this.observe(outcome);
    this.publisher.add(outcome);
  }

  private observe(outcome: GenerationOutcome): void {
    const { engine, model, totalMs, timeToFirstTokenMs, usage, errorCode, retries, hadFault } = outcome;
    const series = this.histograms.of(engine, model);
    const duration = errorCode === undefined ? series.duration : series.durationOf(errorCode);
    duration.observe(totalMs / 1_000);
    if (retries > 0) this.retries.inc({ engine }, retries);
    if (hadFault) this.observeRecovery(errorCode);
    if (usage) observeUsage(series, usage);
    if (timeToFirstTokenMs === undefined) return;
    series.firstToken.observe(timeToFirstTokenMs / 1_000);
    observeDecode(series, outcome, totalMs - timeToFirstTokenMs);
    if (!usage) return;
    this.prefillTokens += usage.prompt_tokens;
    this.prefillSeconds += timeToFirstTokenMs / 1_000;
  }

  /** What an engine refuses because the request is wrong says nothing of it. */
  private observeRecovery(errorCode: ErrorCode | undefined): void {
    if (errorCode !== 'INVALID_ARGUMENT') this.recoveries.inc({ outcome: errorCode === undefined ? 'answered' : 'failed' });
  }
}

function observeUsage({ inputTokens, outputTokens }: ModelSeries, usage: Usage): void {
  inputTokens.observe(usage.prompt_tokens);
  outputTokens.observe(usage.completion_tokens);
}

/** The first token belongs to the prefill. */
function observeDecode({ perToken }: ModelSeries, { usage, stoppedAfterTokens = 0 }: GenerationOutcome, decodeMs: number): void {
  const tokens = (usage?.completion_tokens ?? stoppedAfterTokens) - 1;
  if (tokens > 0) perToken.observe(decodeMs / 1_000 / tokens);
}

import type { PerformanceRecord, PerformanceSnapshot } from '@docmind/contracts';

/** What an engine reports; a question's record repeats its tokens, so questions count only where no engine reports. */
const ENGINE_OPERATION = /^(generation|inference)([._-]|$)/;

type Inference = PerformanceSnapshot['inference'];
type Errors = PerformanceSnapshot['errors'];

/** The inference part of the Performance Metrics Schema. Rates are tokens over time of all generations together; times are medians. */
export function aggregateInference(records: readonly PerformanceRecord[]): Inference {
  const generations = generationsOf(records);
  const timed = generations.filter(({ metrics }) => (metrics.timeToFirstTokenMs ?? 0) > 0);
  const decodeMs = sum(timed, ({ latencyMs, metrics }) => Math.max(0, latencyMs - (metrics.timeToFirstTokenMs ?? 0)));
  // The first token belongs to the prefill: it is there when decoding starts.
  const decoded = sum(timed, ({ metrics }) => Math.max(0, (metrics.completionTokens ?? 0) - 1));
  // A generation that its caller stopped tells no prompt.
  const prefilled = timed.filter(({ metrics }) => metrics.promptTokens !== undefined);
  const prefillMs = sum(prefilled, ({ metrics }) => metrics.timeToFirstTokenMs ?? 0);
  return {
    decode_tokens_per_second: perSecond(decoded, decodeMs),
    prefill_tokens_per_second: perSecond(
      sum(prefilled, ({ metrics }) => metrics.promptTokens ?? 0),
      prefillMs,
    ),
    time_to_first_token: median(timed.map(({ metrics }) => metrics.timeToFirstTokenMs ?? 0)),
    total_latency: median(generations.map(({ latencyMs }) => latencyMs)),
    tokens_generated: sum(generations, ({ metrics }) => metrics.completionTokens ?? 0),
    context_length: records.reduce((longest, { metrics }) => Math.max(longest, metrics.contextLength ?? 0), 0),
  };
}

/** A caller who left is no error of ours. */
export function aggregateErrors(records: readonly PerformanceRecord[]): Errors {
  return {
    count: records.filter(({ metrics }) => metrics.errorCode !== undefined && metrics.errorCode !== 'CANCELLED').length,
    retries: sum(records, ({ metrics }) => metrics.retries ?? 0),
    fallbacks: sum(records, ({ metrics }) => metrics.fallbacks ?? 0),
  };
}

function generationsOf(records: readonly PerformanceRecord[]): PerformanceRecord[] {
  const generations = records.filter(({ metrics }) => (metrics.completionTokens ?? 0) > 0);
  const engines = generations.filter(({ operation }) => ENGINE_OPERATION.test(operation));
  return engines.length > 0 ? engines : generations;
}

function perSecond(amount: number, milliseconds: number): number {
  return milliseconds > 0 ? (amount / milliseconds) * 1_000 : 0;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

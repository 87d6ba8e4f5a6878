import type { PerformanceRecord } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { aggregateErrors, aggregateInference } from './aggregation.policy.js';

function record(operation: string, latencyMs: number, metrics: PerformanceRecord['metrics']): PerformanceRecord {
  return { id: 'record-1', operation, latencyMs, tokensProcessed: 0, timestamp: '2026-01-01T00:00:00.000Z', metrics };
}

describe('aggregateInference', () => {
  it('is all zero when nothing happened', () => {
    expect(aggregateInference([])).toEqual({
      decode_tokens_per_second: 0,
      prefill_tokens_per_second: 0,
      time_to_first_token: 0,
      total_latency: 0,
      tokens_generated: 0,
      context_length: 0,
    });
  });

  it('splits a generation into prefill before and decoding after its first token', () => {
    const one = record('generation', 1_100, { timeToFirstTokenMs: 100, promptTokens: 50, completionTokens: 101, contextLength: 151 });
    expect(aggregateInference([one])).toEqual({
      decode_tokens_per_second: 100,
      prefill_tokens_per_second: 500,
      time_to_first_token: 100,
      total_latency: 1_100,
      tokens_generated: 101,
      context_length: 151,
    });
  });

  it('weighs rates by time and takes the median of times', () => {
    const records = [100, 200, 900].map((ttft) =>
      record('generation', ttft + 1_000, { timeToFirstTokenMs: ttft, promptTokens: 120, completionTokens: 11 }),
    );
    const figures = aggregateInference(records);
    expect(figures.time_to_first_token).toBe(200);
    expect(figures.total_latency).toBe(1_200);
    expect(figures.decode_tokens_per_second).toBeCloseTo(10);
    expect(figures.prefill_tokens_per_second).toBeCloseTo(300);
    expect(aggregateInference(records.slice(0, 2)).time_to_first_token).toBe(150);
  });

  it('does not count tokens twice when engine and question both report them', () => {
    const metrics = { timeToFirstTokenMs: 10, promptTokens: 5, completionTokens: 8 };
    expect(aggregateInference([record('inference.chat', 100, metrics), record('query', 300, metrics)]).tokens_generated).toBe(8);
    expect(aggregateInference([record('query', 300, metrics)]).tokens_generated).toBe(8);
  });

  it('leaves answers from the cache out of the generation figures', () => {
    const hit = record('query', 4, { cacheResult: 'exact' });
    const generated = record('query', 1_000, { cacheResult: 'miss', timeToFirstTokenMs: 100, completionTokens: 5 });
    expect(aggregateInference([hit, generated]).total_latency).toBe(1_000);
  });

  it('makes no rate of a generation without a first token time or without duration', () => {
    const figures = aggregateInference([record('generation', 0, { completionTokens: 5 })]);
    expect(figures).toMatchObject({ decode_tokens_per_second: 0, prefill_tokens_per_second: 0, tokens_generated: 5 });
  });
});

describe('aggregateErrors', () => {
  it('counts failed operations, retries and fallbacks, and no caller who left', () => {
    const records = [
      record('query', 1, { errorCode: 'UNAVAILABLE', retries: 2, fallbacks: 1 }),
      record('query', 1, { errorCode: 'CANCELLED' }),
      record('query', 1, { retries: 1 }),
    ];
    expect(aggregateErrors(records)).toEqual({ count: 1, retries: 3, fallbacks: 1 });
  });
});

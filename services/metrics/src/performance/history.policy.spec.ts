import type { PerformanceRecord } from '@docmind/contracts';
import { expect, it } from 'vitest';
import { stepsOf } from './history.policy.js';

const START = Date.parse('2026-01-01T00:00:00Z');
const record = (second: number, operation: string, metrics: PerformanceRecord['metrics']): PerformanceRecord => ({
  id: `record-${second}-${operation}`,
  operation,
  latencyMs: 1_100,
  tokensProcessed: 0,
  timestamp: new Date(START + second * 1_000).toISOString(),
  metrics,
});

it('gives the schema for each step, with zeros where nothing happened and resources where they were looked at', () => {
  const generated = { timeToFirstTokenMs: 100, promptTokens: 50, completionTokens: 101, contextLength: 151 };
  const resources = { vram_used: null, vram_total: null, vram_max_threshold: null, ram_used: 7, cpu_percent: 3, gpu_percent: null };
  const records = [
    record(5, 'generation', generated),
    record(9, 'resources', { resources }),
    record(21, 'query', { errorCode: 'UNAVAILABLE' }),
  ];
  const steps = stepsOf(records, { fromMs: START, toMs: START + 25_000, stepMs: 10_000 });
  expect(steps.map(({ timestamp, records: count }) => [timestamp.slice(11, 19), count])).toEqual([
    ['00:00:00', 1],
    ['00:00:10', 0],
    ['00:00:20', 1],
  ]);
  expect(steps[0]).toMatchObject({ inference: { decode_tokens_per_second: 100, prefill_tokens_per_second: 500 }, resources });
  expect(steps[1]).toMatchObject({ inference: { tokens_generated: 0 }, resources: null, errors: { count: 0 } });
  expect(steps[2]?.errors.count).toBe(1);
});

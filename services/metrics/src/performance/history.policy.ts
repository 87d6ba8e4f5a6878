import type { PerformanceRecord, PerformanceStep } from '@docmind/contracts';
import { aggregateErrors, aggregateInference } from './aggregation.policy.js';

/** What the metrics service writes of memory, processor and GPU, once a minute. */
export const RESOURCES_OPERATION = 'resources';

export interface HistorySpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** The performance schema for each step of a time, by the same rules as that of the last minutes. */
export function stepsOf(records: readonly PerformanceRecord[], { fromMs, toMs, stepMs }: HistorySpan): PerformanceStep[] {
  const steps = Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (): PerformanceRecord[] => []);
  for (const record of records) steps[Math.floor((Date.parse(record.timestamp) - fromMs) / stepMs)]?.push(record);
  return steps.map((own, index) => stepOf(own, fromMs + index * stepMs));
}

function stepOf(records: readonly PerformanceRecord[], atMs: number): PerformanceStep {
  const work = records.filter(({ operation }) => operation !== RESOURCES_OPERATION);
  const looks = records.filter(({ operation }) => operation === RESOURCES_OPERATION);
  return {
    timestamp: new Date(atMs).toISOString(),
    inference: aggregateInference(work),
    resources: (looks.at(-1)?.metrics.resources as PerformanceStep['resources'] | undefined) ?? null,
    errors: aggregateErrors(work),
    records: work.length,
  };
}

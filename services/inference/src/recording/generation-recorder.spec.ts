import type { ErrorCode } from '@docmind/contracts';
import { MetricsRegistry } from '@docmind/telemetry';
import { describe, expect, it } from 'vitest';
import { GenerationRecorder } from './generation-recorder.js';
import type { PerformancePublisher } from './performance-publisher.js';

const ended = (errorCode?: ErrorCode, hadFault = true) => ({
  engine: 'vllm',
  backend: 'a',
  model: 'm',
  totalMs: 5,
  timeToFirstTokenMs: undefined,
  usage: undefined,
  errorCode,
  stoppedAfterTokens: undefined,
  retries: hadFault ? 1 : 0,
  hadFault,
});

describe('recoveries', () => {
  it('count how an engine that failed was got over, and no request that is itself wrong', async () => {
    const metrics = new MetricsRegistry('inference');
    const recorder = new GenerationRecorder(metrics, { add: () => undefined } as unknown as PerformancePublisher);
    for (const outcome of [ended(), ended('UNAVAILABLE'), ended('INVALID_ARGUMENT'), ended(undefined, false)]) recorder.record(outcome);
    const text = await metrics.registry.getSingleMetricAsString('docmind_inference_recoveries_total');
    expect(text).toMatch(/outcome="answered".*\} 1\n.*outcome="failed".*\} 1$/m);
  });
});

describe('models', () => {
  it('that callers make up share one series from the hundredth on, and those that may be asked keep theirs', async () => {
    const metrics = new MetricsRegistry('inference');
    const recorder = new GenerationRecorder(metrics, { add: () => undefined } as unknown as PerformancePublisher);
    recorder.expect('vllm', 'm');
    for (let made = 0; made < 1_000; made += 1) recorder.record({ ...ended('NOT_FOUND'), model: `made-up-${made}` });
    recorder.expect('vllm', 'pulled later');
    for (const model of ['m', 'pulled later']) recorder.record({ ...ended(), model });
    const text = await metrics.registry.getSingleMetricAsString('gen_ai_server_request_duration_seconds');
    const counts = text
      .split('\n')
      .filter((line) => line.startsWith('gen_ai_server_request_duration_seconds_count') && !line.endsWith(' 0'));
    expect(counts).toHaveLength(102);
    expect(counts.find((line) => line.includes('model="_OTHER"'))).toMatch(/ 901$/);
    for (const model of ['m', 'pulled later']) expect(counts.find((line) => line.includes(`model="${model}"`))).toMatch(/ 1$/);
  });
});

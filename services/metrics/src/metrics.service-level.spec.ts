import { loadConfig } from '@docmind/config';
import {
  metricsPerformanceRecorded,
  metricsPerformanceSnapshot,
  performanceHistorySchema,
  performanceSnapshotSchema,
  persistencePerformanceAppend,
  persistencePerformanceList,
  type PerformanceRecord,
} from '@docmind/contracts';
import { startService } from '@docmind/bootstrap';
import { Handles, InProcessTransport, newRequestContext } from '@docmind/messaging';
import { temporaryFolder, until } from '@docmind/testing';
import { eventsOf } from '@docmind/openai-wire';
import { Controller, Module } from '@nestjs/common';
import { describe, expect, it, onTestFinished } from 'vitest';
import { metricsConfigSchema, startMetrics } from './index.js';

const written: string[] = [];
const kept: PerformanceRecord[] = [];

@Controller()
class PersistenceStandIn {
  @Handles(persistencePerformanceAppend)
  async append({ records }: { records: PerformanceRecord[] }): Promise<{ written: number }> {
    written.push(...records.map(({ id }) => id));
    kept.push(...records);
    return { written: records.length };
  }

  @Handles(persistencePerformanceList)
  async list({ from, to, after, limit }: { from: string; to: string; after: number; limit: number }) {
    const records = kept.filter(({ timestamp }) => timestamp >= from && timestamp < to).slice(after, after + limit);
    return { records, ...(records.length < limit ? {} : { after: after + limit }) };
  }
}
@Module({ controllers: [PersistenceStandIn] })
class PersistenceStandInModule {}

function configOf(given: Record<string, string> = {}) {
  const env = { METRICS_PORT: '0', METRICS_FLUSH_INTERVAL_MS: '20', DOCMIND_DATA_DIR: temporaryFolder(), LOG_LEVEL: 'error', ...given };
  return loadConfig(metricsConfigSchema, env);
}

async function startPersistenceStandIn(transport: InProcessTransport) {
  const config = configOf();
  const http = { port: 0, portVariable: 'PERSISTENCE_PORT' };
  const service = await startService({ name: 'persistence', module: PersistenceStandInModule, config, http, transport });
  onTestFinished(() => service.close());
}

function record(id: string, metrics: PerformanceRecord['metrics'] = {}): PerformanceRecord {
  return { id, operation: 'generation', latencyMs: 1_100, tokensProcessed: 0, timestamp: new Date().toISOString(), metrics };
}
const GENERATED = { timeToFirstTokenMs: 100, promptTokens: 50, completionTokens: 101, contextLength: 151 };

describe('the metrics service', () => {
  it('serves the performance schema over HTTP and messages, and Prometheus text', async () => {
    const transport = new InProcessTransport();
    const service = await startMetrics(configOf(), transport);
    onTestFinished(() => service.close());
    const records = [record('record-1', GENERATED), record('record-2', { errorCode: 'UNAVAILABLE', cacheResult: 'miss' })];
    await transport.client.publish(metricsPerformanceRecorded, { records }, newRequestContext());

    const read = async () => performanceSnapshotSchema.parse(await (await fetch(`${service.url}/performance`)).json());
    await until(async () => (await read()).inference.tokens_generated === 101, 'the records to arrive');
    const snapshot = await read();
    expect(snapshot.inference).toMatchObject({ decode_tokens_per_second: 100, prefill_tokens_per_second: 500, context_length: 151 });
    expect(snapshot.errors).toEqual({ count: 1, retries: 0, fallbacks: 0 });
    expect(snapshot.resources.ram_used).toBeGreaterThan(0);
    const asked = await transport.client.call(metricsPerformanceSnapshot, {}, newRequestContext());
    expect(asked.inference).toEqual(snapshot.inference);

    const text = await (await fetch(`${service.url}/metrics`)).text();
    expect(text).toMatch(/docmind_tokens_total\{operation="generation",kind="completion",service="metrics"\} 101/);
    expect(text).toMatch(/docmind_cache_results_total\{result="miss",service="metrics"\} 1/);
    expect(text).toMatch(/docmind_operation_errors_total\{operation="generation",code="UNAVAILABLE",service="metrics"\} 1/);
    expect(text).toMatch(/docmind_operation_duration_seconds_count\{service="metrics",operation="generation"\} 2/);
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  });

  it('writes through persistence, also what came while it was down, and the rest at its end', async () => {
    const transport = new InProcessTransport();
    const service = await startMetrics(configOf({ METRICS_BATCH_SIZE: '2' }), transport);
    const publish = (id: string) => transport.client.publish(metricsPerformanceRecorded, { records: [record(id)] }, newRequestContext());
    await publish('while-down-1');
    await publish('while-down-2');
    await startPersistenceStandIn(transport);
    await until(() => written.length === 2, 'the waiting records to be written');
    await publish('at-the-end');
    await service.close();
    expect(written).toEqual(['while-down-1', 'while-down-2', 'at-the-end']);
  });

  it('gives the history from what persistence kept, page by page, and refuses a time that makes no sense', async () => {
    const transport = new InProcessTransport();
    await startPersistenceStandIn(transport);
    const service = await startMetrics(configOf(), transport);
    onTestFinished(() => service.close());
    kept.length = 0;
    const minute = Date.parse('2026-01-01T00:00:00Z');
    kept.push(
      ...Array.from({ length: 1_500 }, (_, at) => ({
        ...record(`kept-${at}`, GENERATED),
        timestamp: new Date(minute + at * 40).toISOString(),
      })),
    );
    const ask = async (query: string) => fetch(`${service.url}/performance/history?${query}`);
    const reply = await ask('from=2026-01-01T00:00:00Z&to=2026-01-01T00:01:00Z&step=20');
    const { stepSeconds, steps } = performanceHistorySchema.parse(await reply.json());
    expect([stepSeconds, ...steps.map((step) => step.records)]).toEqual([20, 500, 500, 500]);
    expect(steps[0]?.inference).toMatchObject({ decode_tokens_per_second: 100, tokens_generated: 50_500 });
    for (const [wrong, words] of [
      ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'must be before to'],
      ['from=yesterday', 'must be a moment such as 2026-01-31T08:00:00Z'],
      ['from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&step=1', 'more than 1000 steps'],
    ] as const) {
      const refused = await ask(wrong);
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(words)]);
    }
  });

  it('streams the figures until its client leaves or its door closes', async () => {
    const service = await startMetrics(configOf({ METRICS_RESOURCE_INTERVAL_MS: '100' }), new InProcessTransport());
    const body = (await fetch(`${service.url}/performance/stream`)).body as ReadableStream<Uint8Array>;
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const { data } of eventsOf(body)) seen.push(performanceSnapshotSchema.parse(JSON.parse(data)));
    })();
    await until(() => seen.length >= 3, 'three snapshots');
    await service.close();
    await reading;
  });
});

import { type CallContract, type PerformanceRecord, persistencePerformanceAppend } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient } from '@docmind/messaging';
import { MetricsRegistry } from '@docmind/telemetry';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordWriter } from './record-writer.service.js';

class FakePersistence extends MessageClient {
  readonly batches: string[][] = [];
  attempts = 0;
  failure: AppError | undefined;

  async call<Request, Reply>(contract: CallContract<Request, Reply>, request: Request): Promise<Reply> {
    expect(contract.subject).toBe(persistencePerformanceAppend.subject);
    this.attempts += 1;
    if (this.failure) throw this.failure;
    const { records } = request as { records: PerformanceRecord[] };
    this.batches.push(records.map(({ id }) => id));
    return { written: records.length } as Reply;
  }
  stream(): never {
    throw new Error('not asked for');
  }
  async publish(): Promise<void> {}
  isConnected(): boolean {
    return true;
  }
  async close(): Promise<void> {}
}

class QuietLogger extends Logger {
  readonly lines: string[] = [];
  override warn(line: { msg: string }): void {
    this.lines.push(line.msg);
  }
  override error(line: { msg: string }): void {
    this.lines.push(line.msg);
  }
}

function records(from: number, count: number): PerformanceRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `record-${from + index}`,
    operation: 'query',
    latencyMs: 1,
    tokensProcessed: 0,
    timestamp: '',
    metrics: {},
  }));
}

const RULES = { flushIntervalMs: 1_000, batchSize: 3, maxRecords: 5, writes: true };
const DOWN = new AppError('UNAVAILABLE', 'nobody answers');

describe('RecordWriter', () => {
  let persistence: FakePersistence;
  let registry: MetricsRegistry;
  let logger: QuietLogger;
  let writer: RecordWriter;

  const figure = async (name: string) => (await registry.registry.getSingleMetric(name)?.get())?.values ?? [];

  beforeEach(() => {
    vi.useFakeTimers();
    persistence = new FakePersistence();
    registry = new MetricsRegistry('test');
    logger = new QuietLogger();
    writer = new RecordWriter(persistence, registry, logger, RULES);
    writer.onApplicationBootstrap();
  });
  afterEach(() => {
    writer.onModuleDestroy();
    vi.useRealTimers();
  });

  it('waits for the interval with a few records and writes them in one batch', async () => {
    writer.add(records(1, 1));
    writer.add(records(2, 1));
    await vi.advanceTimersByTimeAsync(999);
    expect(persistence.batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(persistence.batches).toEqual([['record-1', 'record-2']]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(persistence.attempts).toBe(1);
  });

  it('writes at once when a batch is full', async () => {
    writer.add(records(1, 4));
    await vi.advanceTimersByTimeAsync(0);
    expect(persistence.batches).toEqual([['record-1', 'record-2', 'record-3'], ['record-4']]);
  });

  it('keeps records while persistence is down, asks once an interval, and says so once', async () => {
    persistence.failure = DOWN;
    writer.add(records(1, 3));
    await vi.advanceTimersByTimeAsync(0);
    writer.add(records(4, 1));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(persistence.attempts).toBe(4);
    expect(logger.lines).toEqual(['performance records wait for persistence']);
    expect(await figure('docmind_performance_records_waiting')).toMatchObject([{ value: 4 }]);

    persistence.failure = undefined;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(persistence.batches.flat()).toEqual(['record-1', 'record-2', 'record-3', 'record-4']);
    expect(await figure('docmind_performance_records_waiting')).toMatchObject([{ value: 0 }]);
  });

  it('drops and counts the oldest beyond its bound', async () => {
    persistence.failure = DOWN;
    writer.add(records(1, 3));
    await vi.advanceTimersByTimeAsync(0);
    writer.add(records(4, 4));
    expect(await figure('docmind_performance_records_dropped_total')).toContainEqual({ value: 2, labels: { reason: 'buffer_full' } });
    persistence.failure = undefined;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(persistence.batches.flat()).toEqual(['record-3', 'record-4', 'record-5', 'record-6', 'record-7']);
  });

  it('drops a batch that persistence refuses, instead of sending it for ever', async () => {
    persistence.failure = new AppError('INVALID_ARGUMENT', 'records.0.id: too short');
    writer.add(records(1, 3));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(persistence.attempts).toBe(1);
    expect(await figure('docmind_performance_records_dropped_total')).toContainEqual({ value: 3, labels: { reason: 'refused' } });
  });

  it('writes what is left at the end, and says what it could not write', async () => {
    writer.add(records(1, 1));
    await writer.onApplicationShutdown();
    expect(persistence.batches).toEqual([['record-1']]);
    persistence.failure = DOWN;
    writer.add(records(2, 1));
    await writer.onApplicationShutdown();
    expect(logger.lines).toContain('performance records were not written before the end');
  });
});

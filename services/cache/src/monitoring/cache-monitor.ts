import { Inject, Injectable, Logger } from '@nestjs/common';
import { combinations, MetricsRegistry } from '@docmind/telemetry';
import { FaultLog } from './fault-log.js';
import { type Counts, type LookupResult, TenantCounts } from './tenant-counts.js';

const PARTS = ['store', 'redis', 'qdrant', 'embedder', 'epochs', 'ingestion', 'verifier'] as const;
export type CachePart = (typeof PARTS)[number];
const STEPS = ['parse', 'split', 'embed'] as const;
export type IngestionStep = (typeof STEPS)[number];
const RESULTS = ['exact', 'semantic', 'miss'] as const satisfies readonly LookupResult[];

const LOOKUP_SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** What the cache did, for /metrics, for the stats and for the log. */
@Injectable()
export class CacheMonitor {
  private readonly results = new TenantCounts();
  private faultCount = 0;
  private readonly faultLog = new FaultLog<CachePart>();
  private readonly ingestionSteps = { hits: 0, misses: 0 };
  private readonly lookups;
  private readonly durations;
  private readonly faults;
  private readonly steps;
  private readonly stores;
  private readonly entries;
  private readonly bytes;
  private readonly stepBytes;
  private readonly shift;

  constructor(
    @Inject(Logger) private readonly logger: Pick<Logger, 'warn' | 'error'>,
    metrics: MetricsRegistry,
  ) {
    this.lookups = metrics.counter('docmind_cache_lookups_total', 'Lookups by result', ['result'], combinations({ result: RESULTS }));
    this.durations = metrics.histogram('docmind_cache_lookup_duration_seconds', 'Time of a lookup by result', ['result'], LOOKUP_SECONDS);
    for (const result of RESULTS) this.durations.series({ result });
    this.faults = metrics.counter(
      'docmind_cache_faults_total',
      'Faults that became misses, by part',
      ['part'],
      combinations({ part: PARTS }),
    );
    const steps = combinations({ step: STEPS, result: ['hit', 'miss'] });
    this.steps = metrics.counter(
      'docmind_cache_ingestion_steps_total',
      'Steps of ingestion, from the cache or done',
      ['step', 'result'],
      steps,
    );
    const kept = combinations({ result: ['stored', 'refused'] });
    this.stores = metrics.counter('docmind_cache_stores_total', 'Answers offered, by whether they were kept', ['result'], kept);
    this.entries = metrics.gauge('docmind_cache_entries', 'Answers that are kept');
    this.stepBytes = metrics.gauge('docmind_cache_ingestion_bytes', 'Results of ingestion steps, compressed and before', ['form']);
    this.bytes = metrics.gauge('docmind_cache_bytes', 'What the kept answers take');
    this.shift = metrics.gauge('docmind_cache_calibration_shift', 'How much stricter than shipped likeness is judged, in log-odds');
  }

  sized({ entries, bytes }: { entries: number; bytes: number }): void {
    this.entries.set(entries);
    this.bytes.set(bytes);
  }

  ingestionSized({ bytes, rawBytes }: { bytes: number; rawBytes: number }): void {
    this.stepBytes.set({ form: 'kept' }, bytes);
    this.stepBytes.set({ form: 'raw' }, rawBytes);
  }

  shifted(shift: number): void {
    this.shift.set(shift);
  }

  lookedUp(tenant: string, result: LookupResult, durationMs: number): void {
    this.results.count(tenant, result);
    this.lookups.inc({ result });
    this.durations.observe({ result }, durationMs / 1000);
  }

  offered(kept: boolean): void {
    this.stores.inc({ result: kept ? 'stored' : 'refused' });
  }

  step(step: IngestionStep, cached: boolean): void {
    this.ingestionSteps[cached ? 'hits' : 'misses'] += 1;
    this.steps.inc({ step, result: cached ? 'hit' : 'miss' });
  }

  /** A part failed and the cache went on without it. Each is counted; the log hears when a trouble begins and when it is over. */
  fault(part: CachePart, error: unknown): void {
    this.faultCount += 1;
    this.faults.inc({ part });
    if (!this.faultLog.failed(part, performance.now())) return;
    this.logger.warn({ msg: 'cache fault, treated as a miss', part, reason: error instanceof Error ? error.message : String(error) });
  }

  /** A part did what it was asked. */
  worked(part: CachePart): void {
    const faults = this.faultLog.worked(part);
    if (faults !== undefined) this.logger.warn({ msg: 'cache part works again', part, faults });
  }

  rebuilt(part: CachePart, movedTo: string, reason: string): void {
    this.faultCount += 1;
    this.faults.inc({ part });
    this.logger.error({ msg: 'cache file moved aside and rebuilt empty', part, movedTo, reason });
  }

  /** The result of `work`, or `otherwise` when it fails: that is a fault. */
  async orElse<T, F>(part: CachePart, otherwise: F, work: () => Promise<T>): Promise<T | F> {
    try {
      const result = await work();
      this.worked(part);
      return result;
    } catch (error) {
      this.fault(part, error);
      return otherwise;
    }
  }

  /** The same for work that waits for nothing. */
  orElseNow<T, F>(part: CachePart, otherwise: F, work: () => T): T | F {
    try {
      return work();
    } catch (error) {
      this.fault(part, error);
      return otherwise;
    }
  }

  counts(): LookupCounts & { faults: number; steps: { hits: number; misses: number } } {
    return { ...countsOf(this.results.all), faults: this.faultCount, steps: { ...this.ingestionSteps } };
  }

  /** Of one tenant. */
  countsOf(tenant: string): LookupCounts {
    return countsOf(this.results.of(tenant));
  }
}

interface LookupCounts {
  readonly lookups: number;
  readonly exactHits: number;
  readonly semanticHits: number;
  readonly misses: number;
}

function countsOf({ exact, semantic, miss }: Counts): LookupCounts {
  return { lookups: exact + semantic + miss, exactHits: exact, semanticHits: semantic, misses: miss };
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CacheMonitor, type IngestionStep } from '../../monitoring/cache-monitor.js';
import { StepStore } from './step-store.port.js';

export interface Step<T> {
  readonly name: IngestionStep;
  readonly contentHash: string;
  /** Everything besides the bytes that the result depends on. */
  readonly fingerprint: string;
  readonly work: () => Promise<T>;
  readonly encode: (result: T) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => T;
}

/** Steps whose results are kept. A store that fails costs the work again, never the document. */
@Injectable()
export class KeptSteps implements OnModuleInit {
  constructor(
    private readonly steps: StepStore,
    private readonly monitor: CacheMonitor,
  ) {}

  /** What an earlier run kept is there before this one's first step. */
  onModuleInit(): void {
    this.measure();
  }

  /** Undefined where nothing is kept. */
  find<T>({ name, contentHash, fingerprint, decode }: Step<T>): Promise<T | undefined> {
    return this.monitor.orElse('ingestion', undefined, async () => {
      const kept = await this.steps.get({ contentHash, step: name, fingerprint });
      return kept && decode(kept);
    });
  }

  /** Does the step's work and keeps its result. */
  async work<T>({ name, contentHash, fingerprint, work, encode }: Step<T>): Promise<T> {
    const result = await work();
    await this.monitor.orElse('ingestion', undefined, () => this.steps.put({ contentHash, step: name, fingerprint }, encode(result)));
    this.measure();
    return result;
  }

  count(name: IngestionStep, isKept: boolean): void {
    this.monitor.step(name, isKept);
  }

  private measure(): void {
    this.monitor.orElseNow('ingestion', undefined, () => this.monitor.ingestionSized(this.steps.figures()));
  }
}

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
  /** Where the result is a row of equal pieces: what each was made from, as `pieceKeyOf` gives it. */
  readonly pieces?: readonly string[];
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

  /** Pieces of other results that were made from the same. */
  pieces<T>(keys: readonly string[], decode: (piece: Uint8Array) => T): Promise<ReadonlyMap<string, T>> {
    return this.monitor.orElse('ingestion', new Map<string, T>(), async () => {
      const kept = await this.steps.pieces(keys);
      return new Map(Array.from(kept, ([key, piece]) => [key, decode(piece)]));
    });
  }

  /** Does the step's work and keeps its result. */
  async work<T>({ name, contentHash, fingerprint, work, encode, pieces = [] }: Step<T>): Promise<T> {
    const result = await work();
    const key = { contentHash, step: name, fingerprint };
    await this.monitor.orElse('ingestion', undefined, () => this.steps.put(key, encode(result), pieces));
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

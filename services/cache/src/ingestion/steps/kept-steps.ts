import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CacheMonitor, type IngestionStep } from '../../monitoring/cache-monitor.js';
import { type StepKey, StepStore } from './step-store.port.js';

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

  /** Undefined where nothing is kept, or nothing that can be decoded. */
  find<T>(key: StepKey, decode: (bytes: Uint8Array) => T): Promise<T | undefined> {
    return this.monitor.orElse('ingestion', undefined, async () => {
      const kept = await this.steps.get(key);
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

  /** @param pieces where the result is a row of equal pieces: what each was made from, as `pieceKeyOf` gives it */
  async keep(key: StepKey, result: Uint8Array, pieces: readonly string[] = []): Promise<void> {
    await this.monitor.orElse('ingestion', undefined, () => this.steps.put(key, result, pieces));
    this.measure();
  }

  count(name: IngestionStep, isKept: boolean): void {
    this.monitor.step(name, isKept);
  }

  private measure(): void {
    this.monitor.orElseNow('ingestion', undefined, () => this.monitor.ingestionSized(this.steps.figures()));
  }
}

import { Injectable } from '@nestjs/common';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { Circuits } from '../monitoring/part-circuit.js';
import { EntryStore } from './entry/entry-store.port.js';
import { VectorIndex } from './entry/vector-index.port.js';

const EVERY_MS = 2_000;
const BATCH_ENTRIES = 100;

/** Brings into a separate index what it lacks: what was stored while it was away, or everything when it lost what it had. */
@Injectable()
export class IndexUpkeep {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly index: VectorIndex,
    private readonly store: EntryStore,
    private readonly circuits: Circuits,
    private readonly monitor: CacheMonitor,
  ) {}

  start(): void {
    if (!this.index.isSeparate) return;
    this.timer = setInterval(() => void this.run(), EVERY_MS);
    this.timer.unref();
    void this.run();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Never throws: what fails is a fault and is tried again. */
  run(): Promise<void> {
    this.running ??= this.once().finally(() => (this.running = undefined));
    return this.running;
  }

  private async once(): Promise<void> {
    const points = await this.circuits.qdrant.patiently(undefined, () => this.index.upkeep());
    if (points === undefined) return;
    await this.monitor.orElse('store', undefined, async () => {
      if (points === 0 && this.store.size().entries > 0) await this.store.markIndexed('none');
      while (await this.addBatch());
    });
  }

  private async addBatch(): Promise<boolean> {
    const entries = await this.store.unindexed(BATCH_ENTRIES);
    if (entries.length === 0) return false;
    const added = await this.circuits.qdrant.patiently(false, () => this.index.add(entries).then(() => true));
    if (added) await this.store.markIndexed(entries.map(({ entry }) => entry.id));
    return added;
  }
}

import type { Replica } from './replica.js';

const PROBE_INTERVAL_MS = 1_000;

/** Asks each replica how it is, apart from the others: one that hangs delays nobody's probe but its own. */
export class ReplicaWatch {
  private readonly timers = new Map<Replica, NodeJS.Timeout>();
  private readonly looks = new Set<Promise<void>>();
  private isOn = false;

  constructor(
    private readonly replicas: readonly Replica[],
    private readonly intervalMs = PROBE_INTERVAL_MS,
  ) {}

  get isRunning(): boolean {
    return this.isOn;
  }

  start(): void {
    if (this.isOn) return;
    this.isOn = true;
    for (const replica of this.replicas) this.plan(replica);
  }

  /** Nothing is asked of a replica any more when it resolves. */
  async stop(): Promise<void> {
    this.isOn = false;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    await Promise.all(this.looks);
  }

  private plan(replica: Replica): void {
    if (!this.isOn) return;
    const look = () => {
      const looking = this.look(replica).finally(() => {
        this.looks.delete(looking);
        this.plan(replica);
      });
      this.looks.add(looking);
    };
    this.timers.set(replica, setTimeout(look, this.intervalMs).unref());
  }

  private async look(replica: Replica): Promise<void> {
    try {
      await (replica.needsLoad ? replica.engine.load() : replica.engine.health());
      replica.needsLoad = false;
      replica.note('probe-passed');
    } catch (thrown) {
      replica.note('probe-failed', thrown);
    }
  }
}

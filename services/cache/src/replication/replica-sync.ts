import { within } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { Circuits } from '../monitoring/part-circuit.js';
import { ReplicaLog } from './log/replica-log.port.js';
import { ReplicaFollower } from './replica-follower.js';

/** Decides when the other replicas' log is read: before each lookup, once for all who wait, and when there is news. */
@Injectable()
export class ReplicaSync {
  private running: Promise<boolean> | undefined;
  private waiting: Promise<boolean> | undefined;

  constructor(
    private readonly log: ReplicaLog,
    private readonly follower: ReplicaFollower,
    private readonly circuits: Circuits,
    private readonly monitor: CacheMonitor,
  ) {
    log.onNews(() => void this.catchUp());
  }

  /** True where nobody needs to be asked: this replica is the only one. */
  get isAlone(): boolean {
    return !this.log.isShared;
  }

  /** Does this replica know all that any replica did before this call? False when that can't be found out in time; the catching up goes on. */
  async isCaughtUp(): Promise<boolean> {
    return this.isAlone || within(this.catchUp(), this.circuits.timeoutMs).catch(() => false);
  }

  /** So that the next start reads little again. */
  async flush(): Promise<void> {
    await this.monitor.orElse('store', undefined, () => this.follower.flush());
  }

  /** A read that began earlier may have missed what came since; the next one can't, and all who wait share it. */
  private catchUp(): Promise<boolean> {
    if (this.waiting) return this.waiting;
    const start = (): Promise<boolean> => {
      this.waiting = undefined;
      this.running = this.readToTheEnd().finally(() => (this.running = undefined));
      return this.running;
    };
    if (!this.running) return start();
    this.waiting = this.running.then(start);
    return this.waiting;
  }

  /** Never throws: what fails is a fault, and this replica stays behind until the next try. */
  private async readToTheEnd(): Promise<boolean> {
    for (;;) {
      const done = await this.monitor.orElse('store', 'failed', () => this.follower.step());
      if (done !== 'more') return done === 'current';
    }
  }
}

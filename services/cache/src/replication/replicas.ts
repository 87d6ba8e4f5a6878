import { Injectable } from '@nestjs/common';
import { IndexUpkeep } from '../entries/index-upkeep.js';
import { ReplicaLog } from './log/replica-log.port.js';
import { ReplicaSync } from './replica-sync.js';
import { SharedExactStore } from '../entries/entry/shared-exact-store.port.js';

/** Begins and ends whatever this replica does beside its requests. */
@Injectable()
export class Replicas {
  constructor(
    private readonly sync: ReplicaSync,
    private readonly log: ReplicaLog,
    private readonly shared: SharedExactStore,
    private readonly upkeep: IndexUpkeep,
  ) {}

  start(): void {
    this.upkeep.start();
    // Caught up before the first question, where that doesn't take long.
    void this.sync.isCurrent();
  }

  async stop(): Promise<void> {
    await this.upkeep.stop();
    await this.sync.flush();
    await this.log.close();
    await this.shared.close();
  }
}

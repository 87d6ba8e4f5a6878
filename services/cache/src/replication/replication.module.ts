import { SqliteFile } from '@docmind/sqlite';
import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { EntriesModule, REDIS } from '../entries/entries.module.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { EntryKeeper } from './entry-keeper.js';
import { NoReplicaLog, ReplicaLog } from './log/replica-log.port.js';
import { ReplicaPlaceStore } from './log/replica-place.port.js';
import { ReplicaFollower } from './replica-follower.js';
import { ReplicaSync } from './replica-sync.js';
import { SharedEntries } from './shared-entries.js';
import { RedisReplicaLog } from './stores/redis-replica-log.store.js';
import { SqliteReplicaPlaceStore } from './stores/sqlite-replica-place.store.js';

/** How an answer comes to all its places and to all replicas, and how it goes from them. */
@Module({
  imports: [MonitoringModule, EntriesModule],
  providers: [
    { provide: ReplicaPlaceStore, inject: [SqliteFile], useFactory: (file: SqliteFile) => new SqliteReplicaPlaceStore(file) },
    {
      provide: ReplicaLog,
      inject: [ReplicaPlaceStore, { token: REDIS, optional: true }],
      useFactory: (places: ReplicaPlaceStore, redis: Redis | undefined) =>
        redis ? new RedisReplicaLog(redis, () => places.replicaId()) : new NoReplicaLog(),
    },
    SharedEntries,
    EntryKeeper,
    ReplicaFollower,
    ReplicaSync,
  ],
  exports: [EntryKeeper, ReplicaSync],
})
export class ReplicationModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly sync: ReplicaSync,
    private readonly log: ReplicaLog,
  ) {}

  onModuleInit(): void {
    // Caught up before the first question, where that doesn't take long.
    void this.sync.isCaughtUp();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sync.flush();
    await this.log.close();
  }
}

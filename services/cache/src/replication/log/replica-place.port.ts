import type { LogPlace } from './replica-log.port.js';

export interface ReplicaState {
  /** Undefined before this data folder took part in any log. */
  readonly place: LogPlace | undefined;
  /** True once something of another replica was read: then something of it may have been missed, too. */
  readonly metOthers: boolean;
}

/** How far this data folder has followed the other replicas. Survives a restart. Methods may throw. */
export abstract class ReplicaPlaceStore {
  /** The same over restarts. */
  abstract replicaId(): string;
  abstract read(): ReplicaState;
  abstract write(state: ReplicaState): Promise<void>;
}

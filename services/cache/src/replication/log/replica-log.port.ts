import type { EntryRef } from '../../entries/entry/cache-entry.js';
import type { Invalidation } from '../../entries/entry/selection.policy.js';

/** What one replica tells the others. The answer itself lies in the shared store under its key. */
export type ReplicaEvent =
  | { readonly kind: 'put'; readonly ref: EntryRef; readonly vector?: string; readonly evicted: readonly EntryRef[] }
  | { readonly kind: 'invalidated'; readonly change: Invalidation };

export interface ReplicaRecord {
  /** 1, 2, 3, ... without a gap. */
  readonly at: number;
  /** The process that wrote it, and the data folder it works on. */
  readonly origin: string;
  readonly replica: string;
  readonly event: ReplicaEvent;
}

/** A place in the log: the record there, and a mark by which it is known again. Place 0 is before the first. */
export interface LogPlace {
  readonly at: number;
  readonly mark: string;
}
export const LOG_START: LogPlace = { at: 0, mark: '' };

/** `lost`: the place isn't in the log any more, so that nobody can say what happened since. */
export type LogPage =
  { readonly lost: true } | { readonly lost: false; readonly records: readonly ReplicaRecord[]; readonly place: LogPlace };

/**
 * What all replicas did, in one order. A read returns every record that was appended before it began. This keeps replicas from serving what another
 * one invalidated; they don't rely on notices.
 */
export abstract class ReplicaLog {
  /** False where there are no other replicas: then nothing needs to be asked. */
  abstract readonly isShared: boolean;
  /** This process: what it appended itself it knows already. */
  abstract readonly origin: string;
  abstract append(event: ReplicaEvent): Promise<void>;
  /** The records after the place, oldest first; a page of them where there are many. No records: nothing happened since. */
  abstract readAfter(place: LogPlace): Promise<LogPage>;
  /** As far as the log still goes back. */
  abstract start(): Promise<LogPlace>;
  /** The newest corpus epoch of each tenant that any replica was told. */
  abstract epochs(): Promise<ReadonlyMap<string, number>>;
  /** Tells that there may be news; may be late or lost. */
  abstract onNews(listener: () => void): void;
  abstract close(): Promise<void>;
}

/** Where no REDIS_URL is set. */
export class NoReplicaLog extends ReplicaLog {
  readonly isShared = false;
  readonly origin = '';
  async append(): Promise<void> {}
  async readAfter(place: LogPlace): Promise<LogPage> {
    return { lost: false, records: [], place };
  }
  async start(): Promise<LogPlace> {
    return LOG_START;
  }
  async epochs(): Promise<ReadonlyMap<string, number>> {
    return new Map();
  }
  onNews(): void {}
  async close(): Promise<void> {}
}

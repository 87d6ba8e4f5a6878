import { decodeVector } from '@docmind/contracts';
import { within } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import { CacheSupport } from '../monitoring/cache-support.js';
import type { CacheEntry } from '../entries/entry/cache-entry.js';
import { EntryKeeper } from './entry-keeper.js';
import { type LogPlace, type ReplicaEvent, ReplicaLog, type ReplicaRecord } from './log/replica-log.port.js';
import { ReplicaPlaceStore, type ReplicaState } from './log/replica-place.port.js';
import { SharedExactStore } from '../entries/entry/shared-exact-store.port.js';

/** Reading a record twice does no harm, so the place is noted now and then. */
const NOTED_EVERY_MS = 1_000;

@Injectable()
export class SyncParts {
  constructor(
    readonly log: ReplicaLog,
    readonly keeper: EntryKeeper,
    readonly shared: SharedExactStore,
    readonly places: ReplicaPlaceStore,
  ) {}
}

/** Follows what other replicas kept and invalidated. */
@Injectable()
export class ReplicaSync {
  private state: ReplicaState | undefined;
  private running: Promise<boolean> | undefined;
  private waiting: Promise<boolean> | undefined;
  private notedAtMs = 0;

  constructor(
    private readonly parts: SyncParts,
    private readonly support: CacheSupport,
  ) {
    parts.log.onNews(() => void this.caughtUp());
  }

  /** True where nobody needs to be asked: this replica is the only one. */
  get isAlone(): boolean {
    return !this.parts.log.isShared;
  }

  /**
   * Does this replica know all that any replica did before this call? False when that can't be found out in time; the catching up goes on.
   */
  async isCurrent(): Promise<boolean> {
    if (this.isAlone) return true;
    return within(this.caughtUp(), this.support.circuits.timeoutMs).catch(() => false);
  }

  /** So that the next start reads little again. */
  async flush(): Promise<void> {
    if (this.state) await this.support.monitor.orElse('store', undefined, () => this.parts.places.write(this.state as ReplicaState));
  }

  /** A read that began earlier may have missed what came since; the next one can't, and all who wait share it. */
  private caughtUp(): Promise<boolean> {
    if (this.waiting) return this.waiting;
    const start = (): Promise<boolean> => {
      this.waiting = undefined;
      this.running = this.catchUp().finally(() => (this.running = undefined));
      return this.running;
    };
    if (!this.running) return start();
    this.waiting = this.running.then(start);
    return this.waiting;
  }

  /** Never throws: what fails is a fault, and this replica stays behind until the next try. */
  private async catchUp(): Promise<boolean> {
    for (;;) {
      const done = await this.support.monitor.orElse('store', undefined, () => this.step());
      if (done === undefined || done === 'failed') return false;
      if (done === 'current') return true;
    }
  }

  private async step(): Promise<'current' | 'more' | 'failed'> {
    this.state ??= this.parts.places.read();
    const { place } = this.state;
    if (!place) return this.join();
    const page = await this.support.circuits.redis.orElse(undefined, () => this.parts.log.readAfter(place));
    if (!page) return 'failed';
    if (page.lost) return this.join();
    if (page.records.length === 0) return 'current';
    return (await this.apply(page.records, page.place)) ? 'more' : 'failed';
  }

  /** Takes part in a log from as far back as it goes. What was kept before is trusted only if no other replica can have invalidated it. */
  private async join(): Promise<'more' | 'failed'> {
    const { log, keeper, places } = this.parts;
    const found = await this.support.circuits.redis.orElse(undefined, async () => ({
      start: await log.start(),
      epochs: await log.epochs(),
    }));
    if (!found) return 'failed';
    if (this.state?.metOthers || found.start.at > 0) await keeper.forgetAll();
    for (const [tenant, epoch] of found.epochs) await keeper.advance({ tenant, epoch });
    this.state = { place: found.start, metOthers: false };
    await places.write(this.state);
    return 'more';
  }

  private async apply(records: readonly ReplicaRecord[], place: LogPlace): Promise<boolean> {
    const { log, places } = this.parts;
    const foreign = records.filter(({ origin }) => origin !== log.origin);
    const entries = await this.entriesOf(foreign);
    if (!entries) return false;
    for (const { event } of foreign) await this.take(event, entries);
    const metOthers = this.state?.metOthers === true || foreign.some(({ replica }) => replica !== places.replicaId());
    await this.note({ place, metOthers });
    return true;
  }

  private async take(event: ReplicaEvent, entries: ReadonlyMap<string, CacheEntry>): Promise<void> {
    const { keeper } = this.parts;
    if (event.kind === 'invalidated') return keeper.follow(event.change);
    const entry = entries.get(event.ref.exactKey);
    if (entry?.id === event.ref.id) await keeper.learn(entry, event.vector === undefined ? undefined : decodeVector(event.vector));
    await keeper.drop(event.evicted);
  }

  /** What was removed since isn't among them, and an answer that took another's place comes with its own record. */
  private async entriesOf(records: readonly ReplicaRecord[]): Promise<Map<string, CacheEntry> | undefined> {
    const keys = records.flatMap(({ event }) => (event.kind === 'put' ? [event.ref.exactKey] : []));
    if (keys.length === 0) return new Map();
    const found = await this.support.circuits.redis.patiently(undefined, () => this.parts.shared.getMany(keys));
    return found && new Map(found.flatMap((entry) => (entry ? [[entry.exactKey, entry]] : [])));
  }

  private async note(state: ReplicaState): Promise<void> {
    const mustNote = state.metOthers !== this.state?.metOthers || performance.now() - this.notedAtMs > NOTED_EVERY_MS;
    this.state = state;
    if (!mustNote) return;
    await this.parts.places.write(state);
    this.notedAtMs = performance.now();
  }
}

import { decodeVector } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import type { CacheEntry } from '../entries/entry/cache-entry.js';
import { Circuits } from '../monitoring/part-circuit.js';
import { EntryKeeper } from './entry-keeper.js';
import { type LogPlace, type ReplicaEvent, ReplicaLog, type ReplicaRecord } from './log/replica-log.port.js';
import { ReplicaPlaceStore, type ReplicaState } from './log/replica-place.port.js';
import { SharedEntries } from './shared-entries.js';

/** Reading a record twice does no harm, so the place is noted now and then. */
const NOTED_EVERY_MS = 1_000;

/** Does here what other replicas did, in the order of their log, and notes how far it has come. */
@Injectable()
export class ReplicaFollower {
  private state: ReplicaState | undefined;
  private notedAtMs = 0;

  constructor(
    private readonly log: ReplicaLog,
    private readonly places: ReplicaPlaceStore,
    private readonly keeper: EntryKeeper,
    private readonly shared: SharedEntries,
    private readonly circuits: Circuits,
  ) {}

  /** Reads on by a page of the log. `failed`: the log could not be read. @throws when this replica's own file fails */
  async step(): Promise<'current' | 'more' | 'failed'> {
    this.state ??= this.places.read();
    const { place } = this.state;
    if (!place) return this.join();
    const page = await this.circuits.redis.orElse(undefined, () => this.log.readAfter(place));
    if (!page) return 'failed';
    if (page.lost) return this.join();
    if (page.records.length === 0) return 'current';
    return (await this.apply(page.records, page.place)) ? 'more' : 'failed';
  }

  /** So that the next start reads little again. @throws when the file fails */
  async flush(): Promise<void> {
    if (this.state) await this.places.write(this.state);
  }

  /** Takes part in a log from as far back as it goes. What was kept before is trusted only if no other replica can have invalidated it. */
  private async join(): Promise<'more' | 'failed'> {
    const found = await this.circuits.redis.orElse(undefined, async () => ({
      start: await this.log.start(),
      epochs: await this.log.epochs(),
    }));
    if (!found) return 'failed';
    if (this.state?.metOthers || found.start.at > 0) await this.keeper.forgetAll();
    for (const [tenant, epoch] of found.epochs) await this.keeper.follow({ tenant, epoch });
    this.state = { place: found.start, metOthers: false };
    await this.places.write(this.state);
    return 'more';
  }

  private async apply(records: readonly ReplicaRecord[], place: LogPlace): Promise<boolean> {
    const foreign = records.filter(({ origin }) => origin !== this.log.origin);
    // An answer that has been replaced since isn't found by its id; the newer one has a record of its own.
    const entries = await this.shared.ofKeys(foreign.flatMap(({ event }) => (event.kind === 'put' ? [event.ref.exactKey] : [])));
    if (!entries) return false;
    for (const { event } of foreign) await this.take(event, entries);
    const metOthers = this.state?.metOthers === true || foreign.some(({ replica }) => replica !== this.places.replicaId());
    await this.note({ place, metOthers });
    return true;
  }

  private async take(event: ReplicaEvent, entries: ReadonlyMap<string, CacheEntry>): Promise<void> {
    if (event.kind === 'invalidated') return this.keeper.follow(event.change);
    const entry = entries.get(event.ref.exactKey);
    if (entry?.id === event.ref.id) await this.keeper.learn(entry, event.vector === undefined ? undefined : decodeVector(event.vector));
    await this.keeper.drop(event.evicted);
  }

  private async note(state: ReplicaState): Promise<void> {
    const mustNote = state.metOthers !== this.state?.metOthers || performance.now() - this.notedAtMs > NOTED_EVERY_MS;
    this.state = state;
    if (!mustNote) return;
    await this.places.write(state);
    this.notedAtMs = performance.now();
  }
}

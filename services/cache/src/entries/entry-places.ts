import { Injectable } from '@nestjs/common';
import { EntryFinder } from './entry-finder.js';
import { EntryStore } from './entry/entry-store.port.js';
import { ExactTier } from './exact-tier.js';
import { SharedExactStore } from './entry/shared-exact-store.port.js';
import { VectorIndex } from './entry/vector-index.port.js';

/** Where an answer is kept: memory, this replica's file, what replicas share, and an index of its vector. */
@Injectable()
export class EntryPlaces {
  constructor(
    readonly memory: ExactTier,
    readonly store: EntryStore,
    readonly shared: SharedExactStore,
    readonly index: VectorIndex,
    readonly finder: EntryFinder,
  ) {}
}

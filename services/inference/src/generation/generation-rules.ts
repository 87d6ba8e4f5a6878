import type { SlotQueue } from './slot-queue.js';
import type { EngineRetry } from './engine-retry.js';

/** What holds for every generation at one engine. */
export class GenerationRules {
  constructor(
    readonly slots: SlotQueue,
    readonly retry: EngineRetry,
  ) {}
}

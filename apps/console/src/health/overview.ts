import type { Overview } from '@docmind/contracts';
import { signal } from '@preact/signals';
import { getJson } from '../door/door.js';
import { whileSeen } from './health.js';

const EVERY_MS = 5_000;
/** Undefined until it is known, and while the door doesn't tell. */
export const overview = signal<Overview | undefined>(undefined);

let isWatched = false;

export async function lookAtOverview(): Promise<void> {
  const told = await getJson<Overview>('/overview').catch(() => undefined);
  if (isWatched) overview.value = told;
}

/** Engines that are switched are seen to load. @returns what ends it */
export function watchOverview(): () => void {
  isWatched = true;
  const stop = whileSeen(lookAtOverview, EVERY_MS);
  return () => {
    isWatched = false;
    stop();
    // Whoever signs in next may not see it.
    overview.value = undefined;
  };
}

// An upload may be interrupted as often as it likes while each try gets further; one that ends its process each time it is worked on must fail some day.
import { type IngestionProgress, ingestionProgressSchema } from '@docmind/contracts';

/** Tries that end before they get further than every one before them; then the upload fails. */
export const MOST_TRIES_IN_VAIN = 5;

export interface Tries {
  /** Tries since the one that got furthest, that of now included. */
  readonly inVain: number;
  /** How far it ever got, as `distanceOf` says. */
  readonly furthest: number;
}

/** Far above the passages of one document. */
const STEP = 1e9;
const STEPS = ingestionProgressSchema.shape.step.options;

/**
 * A claim is a try, and counts as work on the first step until more is told; while the upload waits for its turn it is none.
 * @param stepBefore what was told last
 */
export function triesAfterProgress({ inVain, furthest }: Tries, stepBefore: IngestionProgress['step'], progress: IngestionProgress): Tries {
  const distance = distanceOf(progress);
  if (distance > furthest) return { inVain: 0, furthest: distance };
  const [waited, waits] = [stepBefore === 'waiting', progress.step === 'waiting'];
  if (waits && !waited) return { inVain: Math.max(0, inVain - 1), furthest };
  return { inVain: waited && !waits ? inVain + 1 : inVain, furthest };
}

/** Larger where an upload is further: by its step, then by passages. 0 while it waits. */
function distanceOf({ step, done }: IngestionProgress): number {
  return STEPS.indexOf(step) * STEP + Math.min(done, STEP - 1);
}

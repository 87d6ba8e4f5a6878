/** Cormack, Clarke and Büttcher (SIGIR 2009): 60 damps the lead of the very first ranks. */
export const RRF_K = 60;

export interface Ranked {
  readonly id: number;
  readonly score: number;
}

/**
 * Fuses ranked lists (best first) into one: an id's score is the sum of 1 / (k + rank) over the lists that hold it, ranks from 1.
 * Equal scores keep the order of the earlier list.
 */
export function fuseByReciprocalRank(lists: readonly (readonly number[])[], k = RRF_K): Ranked[] {
  const scores = new Map<number, number>();
  for (const list of lists) {
    list.forEach((id, position) => scores.set(id, (scores.get(id) ?? 0) + 1 / (k + position + 1)));
  }
  return [...scores].map(([id, score]) => ({ id, score })).sort((left, right) => right.score - left.score);
}

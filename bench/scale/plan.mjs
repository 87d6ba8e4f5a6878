// How many replicas are measured, and on how much of a core each.

/** An orchestrator and a cache at work, and the rest beside: with fewer cores a further replica has nothing to run on. */
const CORES_A_REPLICA = 2;
const CORES_BESIDE = 2;

/** So many of each show what they add only on so many cores. */
export const coresFor = (count) => count * CORES_A_REPLICA + CORES_BESIDE;

/** @throws Error naming what would be right */
export function countsOf(given, cores) {
  if (given === undefined) return [1, 2, 3, 4].filter((count) => count <= 2 || cores >= coresFor(count));
  const counts = given.split(',').map(Number);
  const isGrowing = counts.every(
    (count, at) => Number.isInteger(count) && count >= 1 && count <= 16 && (at === 0 || count > counts[at - 1]),
  );
  if (!isGrowing) throw new Error(`--replicas takes growing whole numbers from 1 to 16, such as 1,2,4, not "${given}"`);
  return counts;
}

/** @throws Error naming what would be right */
export function shareOf(given) {
  if (given === undefined) return undefined;
  const share = Number(given);
  if (!(share >= 0.02 && share <= 1)) throw new Error(`--hold takes a share of one core from 0.02 to 1, not "${given}"`);
  return share;
}

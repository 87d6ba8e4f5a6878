import type { RiskBand } from '../calibration.policy.js';
import { exactInterval } from './proportion.policy.js';

export interface ScoredPair {
  readonly score: number;
  readonly same: boolean;
  /** How many pairs of the traffic it stands for. */
  readonly weight: number;
}

/** Edges follow from how many pairs there are, never from what they turned out to be: an edge drawn around the errors would flatter. */
const PAIRS_A_BAND = 50;

/**
 * From the highest score down, one band every 50 pairs. `risk` is the share of wrong answers in a band, made to fall as the score rises
 * (pool adjacent violators). `wrongUpper95` is the upper end of the exact interval for the share among all pairs from a band's lower
 * edge upwards, which is what would be served if that edge were the threshold; or a lower edge's, where that is better.
 */
export function riskBands(pairs: readonly ScoredPair[]): RiskBand[] {
  const descending = bandsOf([...pairs].sort((left, right) => right.score - left.score));
  const risks = isotonicRisks(descending);
  let served: readonly ScoredPair[] = [];
  const bounds = descending.map((band) => {
    served = [...served, ...band];
    const { wrong, count } = effective(served);
    return exactInterval(wrong, count).upper;
  });
  return descending
    .map((band, at) => ({
      minScore: round(Math.min(...band.map(({ score }) => score))),
      pairs: band.length,
      wrong: band.filter(({ same }) => !same).length,
      risk: round(risks[at] ?? 1),
      wrongUpper95: round(Math.min(...bounds.slice(at))),
    }))
    .reverse();
}

/** Pairs of one score are never parted. A rest that is too small for a band of its own goes with the lowest. */
function bandsOf(descending: readonly ScoredPair[]): ScoredPair[][] {
  const bands: ScoredPair[][] = [];
  for (const pair of descending) {
    const open = bands.at(-1);
    if (open === undefined || isFull(open, pair.score)) bands.push([pair]);
    else open.push(pair);
  }
  const lowest = bands.at(-1) ?? [];
  if (bands.length < 2 || lowest.length >= PAIRS_A_BAND / 2) return bands;
  return [...bands.slice(0, -2), [...(bands.at(-2) ?? []), ...lowest]];
}

function isFull(band: readonly ScoredPair[], nextScore: number): boolean {
  return band.length >= PAIRS_A_BAND && band.at(-1)?.score !== nextScore;
}

function isotonicRisks(descending: readonly (readonly ScoredPair[])[]): number[] {
  const pools: { pairs: ScoredPair[]; bands: number }[] = [];
  for (const band of descending) {
    let pool = { pairs: [...band], bands: 1 };
    for (let above = pools.at(-1); above && shareOf(above.pairs) >= shareOf(pool.pairs); above = pools.at(-1)) {
      pools.pop();
      pool = { pairs: [...above.pairs, ...pool.pairs], bands: above.bands + pool.bands };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ bands, pairs }) => new Array<number>(bands).fill(riskOf(pairs)));
}

function shareOf(pairs: readonly ScoredPair[]): number {
  const { wrong, count } = effective(pairs);
  return wrong / count;
}

/** Jeffreys' estimate: no wrong one of fifty is not certainty. */
function riskOf(pairs: readonly ScoredPair[]): number {
  const { wrong, count } = effective(pairs);
  return (wrong + 0.5) / (count + 1);
}

/** Kish's effective number: pairs of unequal weight say less than as many equal ones. */
export function effective(pairs: readonly ScoredPair[]): { wrong: number; count: number } {
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return { wrong: 0, count: 0 };
  const count = total ** 2 / pairs.reduce((sum, { weight }) => sum + weight ** 2, 0);
  const wrong = pairs.reduce((sum, { weight, same }) => (same ? sum : sum + weight), 0) / total;
  return { wrong: wrong * count, count };
}

function round(value: number): number {
  return Math.round(value * 100_000) / 100_000;
}

/** The words both have, as each orders them; a word that is said twice counts where it stands first. */
export function sharedOrder(left: readonly string[], right: readonly string[]): { left: string[]; right: string[] } {
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  return { left: [...inLeft].filter((word) => inRight.has(word)), right: [...inRight].filter((word) => inLeft.has(word)) };
}

/** Two words that changed places, with what stands between them: "dogs chase cats", "cats chase dogs". */
export interface Swap {
  readonly first: string;
  readonly second: string;
}

/** Every pair that changed places around a word that stayed between them. */
export function swapsAround(left: readonly string[], right: readonly string[]): Swap[] {
  const place = new Map(right.map((word, at) => [word, at] as const));
  const swaps: Swap[] = [];
  const at = (word: string | undefined): number => place.get(word ?? '') ?? -1;
  for (let first = 0; first < left.length; first += 1)
    for (let last = first + 2; last < left.length; last += 1) {
      const [start, end] = [at(left[first]), at(left[last])];
      const pivots = left.slice(first + 1, last).some((word) => at(word) < start && at(word) > end);
      if (pivots) swaps.push({ first: left[first] ?? '', second: left[last] ?? '' });
    }
  return swaps;
}

/** The share of pairs of words that stand the other way round, 0 to 1. */
export function inversionShare(left: readonly string[], right: readonly string[]): number {
  const places = left.map((word) => right.indexOf(word));
  const pairs = (places.length * (places.length - 1)) / 2;
  const inverted = places.reduce((sum, place, at) => sum + places.slice(at + 1).filter((later) => later < place).length, 0);
  return pairs === 0 ? 0 : inverted / pairs;
}

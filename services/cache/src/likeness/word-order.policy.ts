/** The words both have, as each orders them; a word that is said twice counts where it stands first. */
export function sharedOrder(left: readonly string[], right: readonly string[]): { left: string[]; right: string[] } {
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  return { left: [...inLeft].filter((word) => inRight.has(word)), right: [...inRight].filter((word) => inLeft.has(word)) };
}

/** Whether two words changed places around one that stayed between them: "dogs chase cats", "cats chase dogs". */
export function swapsAround(left: readonly string[], right: readonly string[]): boolean {
  const place = new Map(right.map((word, at) => [word, at] as const));
  const places = left.map((word) => place.get(word) ?? -1);
  const leastFrom = [...places];
  for (let at = places.length - 2; at >= 0; at -= 1) leastFrom[at] = Math.min(places[at] as number, leastFrom[at + 1] as number);
  let greatest = -1;
  return places.some((here, at) => {
    const pivots = greatest > here && (leastFrom[at + 1] ?? here) < here;
    greatest = Math.max(greatest, here);
    return pivots;
  });
}

/** The share of pairs of words that stand the other way round, 0 to 1. */
export function inversionShare(left: readonly string[], right: readonly string[]): number {
  const places = left.map((word) => right.indexOf(word));
  const pairs = (places.length * (places.length - 1)) / 2;
  const inverted = places.reduce((sum, place, at) => sum + places.slice(at + 1).filter((later) => later < place).length, 0);
  return pairs === 0 ? 0 : inverted / pairs;
}

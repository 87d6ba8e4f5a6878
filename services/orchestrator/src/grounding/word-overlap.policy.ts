// How much two texts share, given the sets of their words.

export function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of left) if (right.has(word)) shared += 1;
  return shared;
}

/** How much a word tells apart: words found in fewer of the texts weigh more. */
export function wordWeights(texts: readonly ReadonlySet<string>[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + texts.length / (counts.get(word) ?? texts.length + 1));
}

export function weightedOverlap(wanted: ReadonlySet<string>, found: ReadonlySet<string>, weight: (word: string) => number): number {
  let score = 0;
  for (const word of wanted) if (found.has(word)) score += weight(word);
  return score;
}

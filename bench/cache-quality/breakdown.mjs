// Hits by what a pair tries, and by its language.

/**
 * One line a group, the largest first: "tense, different: 1 of 13 hit".
 * @param {readonly {same: boolean, why: string, language: string, hits: boolean[]}[]} decided
 * @param {number} at which of the budgets
 */
export function linesBy(key, decided, at) {
  const groups = new Map();
  for (const pair of decided) {
    const name = `${pair[key]}, ${pair.same ? 'same' : 'different'}`;
    groups.set(name, [...(groups.get(name) ?? []), pair]);
  }
  return [...groups]
    .sort(([name, left], [other, right]) => right.length - left.length || name.localeCompare(other))
    .map(([name, pairs]) => `${name}: ${pairs.filter(({ hits }) => hits[at]).length} of ${pairs.length} hit`);
}

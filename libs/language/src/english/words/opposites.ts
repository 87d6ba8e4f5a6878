import { EXCLUSIVE, STRICT } from './opposite-words.js';

/** What a word says within one group of words that exclude each other. */
interface Meaning {
  readonly group: number;
  readonly meaning: string;
}

const MEANINGS = [...EXCLUSIVE, ...STRICT].reduce((found, meanings, group) => {
  for (const meaning of meanings) for (const word of meaning.split('+')) found.set(word, [...(found.get(word) ?? []), { group, meaning }]);
  return found;
}, new Map<string, Meaning[]>());

/** For each group of opposites of which a word is said, which of them are, sorted. */
export function oppositesIn(lower: readonly string[], stems: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const said = new Map<number, Set<string>>();
  lower.forEach((word, at) => {
    for (const { group, meaning } of MEANINGS.get(word) ?? MEANINGS.get(stems[at] ?? '') ?? [])
      said.set(group, (said.get(group) ?? new Set()).add(meaning));
  });
  return new Map([...said].map(([group, meanings]) => [group, [...meanings].sort()]));
}

/** Whether a word of the group on one side only changes the answer as well. */
export function isStrictGroup(group: number): boolean {
  return group >= EXCLUSIVE.length;
}

import { english } from '@docmind/language';

/** Which words of two texts stand for each other: equal stems, then synonyms, then near spellings. */
export interface Matching {
  readonly equal: number;
  readonly synonyms: number;
  readonly near: number;
  readonly leftOnly: readonly string[];
  readonly rightOnly: readonly string[];
}

/** Below this, near spellings are as often two words as one that is mistyped. */
const NEAR_SPELLING = 0.5;

export function matchWords(left: readonly string[], right: readonly string[]): Matching {
  const { synonymOf } = english.words;
  const free = [...right];
  const rest = left.filter((word) => !takeFirst(free, (other) => other === word));
  const meant = rest.filter((word) => !takeFirst(free, (other) => synonymOf(other) === synonymOf(word)));
  const leftOnly = meant.filter((word) => !takeFirst(free, (other) => trigramDice(trigramsOf(word), trigramsOf(other)) >= NEAR_SPELLING));
  return {
    equal: left.length - rest.length,
    synonyms: rest.length - meant.length,
    near: meant.length - leftOnly.length,
    leftOnly,
    rightOnly: free,
  };
}

function takeFirst(from: string[], fits: (word: string) => boolean): boolean {
  const at = from.findIndex(fits);
  if (at !== -1) from.splice(at, 1);
  return at !== -1;
}

/** Every run of three letters, with the ends of the text marked. */
export function trigramsOf(text: string): ReadonlyMap<string, number> {
  const padded = ` ${text} `;
  const counts = new Map<string, number>();
  for (let at = 0; at + 3 <= padded.length; at += 1) {
    const gram = padded.slice(at, at + 3);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** Dice's coefficient of two bags, 0 to 1. */
export function trigramDice(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  let [shared, total] = [0, 0];
  for (const [gram, count] of left) {
    shared += Math.min(count, right.get(gram) ?? 0);
    total += count;
  }
  for (const count of right.values()) total += count;
  return total === 0 ? 1 : (2 * shared) / total;
}

import { ROLES, STOP_WORDS } from '@docmind/language';

const SKIPPED = new Set('a an the my your our their its his her this that these those some any'.split(' '));

/** The word that follows each directing preposition. "How to" and "want to" before a verb give a role too, which only ever meets itself. */
export function rolesOf(lower: readonly string[], stems: readonly string[]): ReadonlyMap<string, string> {
  const roles = new Map<string, string>();
  lower.forEach((word, at) => {
    const role = ROLES.get(word);
    if (role === undefined) return;
    let next = at + 1;
    while (SKIPPED.has(lower[next] ?? '')) next += 1;
    const ruled = stems[next];
    if (ruled !== undefined && !STOP_WORDS.has(lower[next] ?? '')) roles.set(ruled, role);
  });
  return roles;
}

const OPPOSED: ReadonlySet<string> = new Set([
  'from to',
  'to from',
  'before after',
  'after before',
  'over under',
  'under over',
  'with without',
  'without with',
]);

/** A word that stands after "from" here and after "to" there, or the like; undefined when there is none. */
export function opposedRole(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): string | undefined {
  for (const [word, role] of left) if (OPPOSED.has(`${role} ${right.get(word) ?? ''}`)) return word;
  return undefined;
}

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

import { words } from '../../text/word-lists.js';
import { QUESTION_STOP_WORDS } from './stop-words.js';

/** Where a word stands after one of these, it plays another part than after the other: "from India", "to India". */
const ROLES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    after: 'after',
    against: 'against',
    before: 'before',
    by: 'by',
    for: 'for',
    from: 'from',
    into: 'to',
    like: 'like',
    off: 'from',
    onto: 'to',
    over: 'over',
    per: 'per',
    than: 'than',
    through: 'via',
    to: 'to',
    under: 'under',
    via: 'via',
    with: 'with',
    without: 'without',
  }),
);
const OPPOSED: ReadonlyMap<string, string> = new Map(
  [
    ['from', 'to'],
    ['before', 'after'],
    ['for', 'against'],
    ['over', 'under'],
    ['with', 'without'],
  ].flatMap(([one = '', other = '']) => [
    [one, other],
    [other, one],
  ]),
);

/** Between a preposition and the word it directs. */
export const SKIPPED = words('a an any her his its my our some that the their these this those your');

/** The word that follows each directing preposition. "How to" and "want to" before a verb give a role too, which only ever meets itself. */
export function rolesOf(lower: readonly string[], stems: readonly string[]): ReadonlyMap<string, string> {
  const roles = new Map<string, string>();
  lower.forEach((word, at) => {
    const role = ROLES.get(word);
    if (role === undefined) return;
    let next = at + 1;
    while (SKIPPED.includes(lower[next] ?? '')) next += 1;
    const ruled = stems[next];
    if (ruled !== undefined && !QUESTION_STOP_WORDS.has(lower[next] ?? '')) roles.set(ruled, role);
  });
  return roles;
}

/** A word that stands after "from" here and after "to" there, or the like; undefined when there is none. */
export function opposedRole(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): string | undefined {
  for (const [word, role] of left) if (right.has(word) && OPPOSED.get(role) === right.get(word)) return word;
  return undefined;
}

import type { QuestionFacts } from './question-facts.policy.js';
import { english } from '@docmind/language';
import { sharedOrder, swapsAround } from './word-order.policy.js';

const { isListing, isOwning } = english.roles;

/**
 * The same words in another order that means something else: "dogs chase cats" and "cats chase dogs", "km to miles" and "miles to km".
 * Lists ("A and B"), owners ("B of A"), a changed voice ("kept snapshots", "keep snapshots") and moved modifiers are let through.
 */
export function otherOrder(asked: QuestionFacts, stored: QuestionFacts): boolean {
  const shared = sharedOrder(asked.content, stored.content);
  const isSame = shared.left.every((word, at) => word === shared.right[at]);
  if (isDoneBy(asked, stored)) return isSame;
  if (isSame) return false;
  if (swapsAround(shared.left, shared.right)) return true;
  return inverted(shared.left, shared.right).some(
    ([first, second]) => swapsRoles(asked, stored, first, second) || changesPlaces(asked, stored, shared, first),
  );
}

/** One says "by" where the other doesn't: passive and active voice, which mean the same only when the words change places. */
function isDoneBy(asked: QuestionFacts, stored: QuestionFacts): boolean {
  const onlyIn = (from: QuestionFacts, to: QuestionFacts): boolean =>
    [...from.roles].some(([word, role]) => role === 'by' && to.content.includes(word) && !to.roles.has(word));
  return onlyIn(asked, stored) || onlyIn(stored, asked);
}

/** Neighbours on the left side that stand the other way round on the right. */
function inverted(left: readonly string[], right: readonly string[]): [string, string][] {
  const place = new Map(right.map((word, at) => [word, at] as const));
  return left.slice(1).flatMap((second, at): [string, string][] => {
    const first = left[at] ?? '';
    return (place.get(first) ?? 0) > (place.get(second) ?? 0) ? [[first, second]] : [];
  });
}

/** "A to B" and "B to A": each has the other's preposition. */
function swapsRoles(asked: QuestionFacts, stored: QuestionFacts, first: string, second: string): boolean {
  const [left, right] = [asked.roles, stored.roles];
  const said = left.get(first) ?? left.get(second);
  return said !== undefined && left.get(first) === right.get(second) && left.get(second) === right.get(first);
}

/** Nothing but these two neighbours changed places, they are no list, and neither is a verb that changed its voice. */
function changesPlaces(
  asked: QuestionFacts,
  stored: QuestionFacts,
  shared: { readonly left: readonly string[]; readonly right: readonly string[] },
  first: string,
): boolean {
  const at = shared.left.indexOf(first);
  const second = shared.left[at + 1] ?? '';
  const exchanged = shared.left.map((word, place) => (place === at ? second : place === at + 1 ? first : word));
  if (!exchanged.every((word, place) => word === shared.right[place])) return false;
  if (standsBetween(asked, first, second, isListing) && standsBetween(stored, second, first, isListing)) return false;
  // "The project's sponsor" is "the sponsor of the project".
  if (standsBetween(asked, first, second, isOwning) !== standsBetween(stored, second, first, isOwning)) return false;
  return ![first, second].some((word) => isParticipleIn(asked, word) !== isParticipleIn(stored, word));
}

function standsBetween({ tokens, stems }: QuestionFacts, first: string, second: string, isBetween: (word: string) => boolean): boolean {
  return tokens.slice(stems.indexOf(first), stems.indexOf(second)).some((token) => isBetween(token.lower));
}

function isParticipleIn(facts: QuestionFacts, word: string): boolean {
  const { stem, isParticiple } = english.words;
  return facts.tokens.some((token) => stem(token.lower) === word && isParticiple(token.lower));
}

import { capitalsDiffer } from './capitals.policy.js';
import { english } from '@docmind/language';
import { narrowedOtherwise } from './narrowed.policy.js';
import { otherOrder } from './order.policy.js';
import type { QuestionFacts } from './question-facts.policy.js';

export type GuardName =
  | 'signs'
  | 'numbers'
  | 'units'
  | 'dates'
  | 'negation'
  | 'prefix'
  | 'quoted'
  | 'identifiers'
  | 'type'
  | 'asked-unit'
  | 'asked-value'
  | 'comparison'
  | 'opposites'
  | 'persons'
  | 'names'
  | 'capitals'
  | 'exchange'
  | 'parts'
  | 'tense'
  | 'advice'
  | 'direction'
  | 'order';

export interface Forbidden {
  readonly guard: GuardName;
  /** A plain reason why the two can't share an answer. */
  readonly reason: string;
}

/** Returns why the two can't share an answer, or undefined. Says the same whichever of the two was asked first. */
type Guard = (asked: QuestionFacts, stored: QuestionFacts) => string | undefined;
type ListFact = { [Key in keyof QuestionFacts]: QuestionFacts[Key] extends readonly string[] ? Key : never }[keyof QuestionFacts];

function mustAgree(fact: ListFact, what: string): Guard {
  return (asked, stored) => {
    if (sameList(asked[fact], stored[fact])) return undefined;
    return `${what} differ: ${shown(asked[fact])} against ${shown(stored[fact])}`;
  };
}

const questionTypes: Guard = (asked, stored) =>
  english.questions.mayAskTheSame(asked.type, stored.type) ? undefined : `one asks "${asked.type}", the other "${stored.type}"`;

/** "How long" may be answered by what "for how many days" was; days and hours asked for may not. */
const askedUnits: Guard = (asked, stored) =>
  asked.askedUnit === undefined || stored.askedUnit === undefined || asked.askedUnit === stored.askedUnit
    ? undefined
    : `one asks for ${asked.askedUnit}s, the other for ${stored.askedUnit}s`;

const parts: Guard = (asked, stored) =>
  asked.marks === stored.marks && sameList(asked.more, stored.more) ? undefined : 'one of them asks something more';

const tense: Guard = (asked, stored) => {
  if (asked.past !== stored.past) return 'one is about the past, the other is not';
  return asked.underWay === stored.underWay ? undefined : 'one is about what has begun and is not done, the other is not';
};

/** "Can only admins invite guests", "can admins invite only guests": both say both words. */
const limits: Guard = (asked, stored) => {
  const areSaid = [...asked.limited, ...stored.limited].every((word) => asked.content.includes(word) && stored.content.includes(word));
  return areSaid ? mustAgree('limited', 'what "only" stands before')(asked, stored) : undefined;
};

/** "How should I" and "how do I" ask for the same way. */
const advice: Guard = (asked, stored) =>
  asked.advice === stored.advice || (asked.type === 'how to' && stored.type === 'how to')
    ? undefined
    : 'one asks what should be, the other what is';

const opposites: Guard = (asked, stored) => {
  const groups = [...new Set([...asked.opposites.keys(), ...stored.opposites.keys()])].sort((left, right) => left - right);
  const of = (facts: QuestionFacts, group: number): readonly string[] => facts.opposites.get(group) ?? [];
  const group = groups.find((one) => excludes(of(asked, one), of(stored, one), english.guards.isStrictGroup(one)));
  return group === undefined ? undefined : `opposites differ: ${shown(of(asked, group))} against ${shown(of(stored, group))}`;
};

function excludes(left: readonly string[], right: readonly string[], strict: boolean): boolean {
  return !sameList(left, right) && (strict || (left.length > 0 && right.length > 0));
}

/** "Installed" against "uninstalled", "useful" against "useless". */
const prefixes: Guard = (asked, stored) => {
  const { affirmedForms } = english.guards;
  const word = opposedIn(asked, stored, affirmedForms) ?? opposedIn(stored, asked, affirmedForms);
  return word === undefined ? undefined : `one says "${word}", the other its opposite`;
};

/** "Overpaid" against "underpaid", "payer" against "payee". */
const sides: Guard = (asked, stored) => {
  const words = [opposedIn(asked, stored, english.guards.otherSides), opposedIn(stored, asked, english.guards.otherSides)];
  return words.some((word) => word !== undefined) ? `opposites differ: ${shown(words.flatMap((word) => word ?? []).sort())}` : undefined;
};

function opposedIn(from: QuestionFacts, to: QuestionFacts, opposed: (word: string) => readonly string[]): string | undefined {
  const said = new Set(to.content);
  return from.content.find((word) => !said.has(word) && opposed(word).some((other) => said.has(other)));
}

/** A name of one side must at least be said on the other; a missing capital letter is no difference. */
const names: Guard = (asked, stored) => {
  const missing = [...unsaid(asked.names, stored.stems), ...unsaid(stored.names, asked.stems)].sort();
  return missing.length === 0 ? undefined : `a name stands on one side only: ${missing.join(', ')}`;
};

/** "Can wizards beat muggles, and can wizards ...", "... and can muggles ...": both have both names, not as often. */
const exchangedNames: Guard = (asked, stored) => {
  const odd = [...new Set(asked.content)]
    .filter((word) => stored.content.includes(word))
    .map((word) => ({ word, odd: timesIn(asked, word) - timesIn(stored, word) }));
  const [more, less] = [odd.find((one) => one.odd > 0), odd.find((one) => one.odd < 0)];
  return more && less ? `"${[more.word, less.word].sort().join('" stands where the other says "')}"` : undefined;
};

function timesIn({ content }: QuestionFacts, word: string): number {
  return content.filter((said) => said === word).length;
}

/** "C++" is neither "C" nor "C#"; "WordPress" is "wordpress". */
const identifiers: Guard = (asked, stored) => {
  const missing = [...unsaid(asked.identifiers, wordsOf(stored)), ...unsaid(stored.identifiers, wordsOf(asked))].sort();
  return missing.length === 0 ? undefined : `a name in code stands on one side only: ${missing.join(', ')}`;
};

function unsaid(names: readonly string[], words: readonly string[]): string[] {
  return names.filter((name) => !words.includes(name));
}

function wordsOf({ tokens }: QuestionFacts): string[] {
  return tokens.map((token) => (token.surface.startsWith('-') ? token.surface : token.lower));
}

const direction: Guard = (asked, stored) => {
  const { opposedRole } = english.roles;
  const word = opposedRole(asked.roles, stored.roles) ?? opposedRole(stored.roles, asked.roles);
  if (word !== undefined) return `"${word}" is where it comes from or goes to, the other way round`;
  const owner = receivingOwner(asked, stored) ?? receivingOwner(stored, asked);
  return owner === undefined ? undefined : `"${owner}" is whose it is in one of them, and whom it goes to in the other`;
};

/** "What did Lena's lawyer write" is not "what did the lawyer write to Lena". */
function receivingOwner(owned: QuestionFacts, directed: QuestionFacts): string | undefined {
  return owned.possessors.find((word) => directed.roles.get(word) === 'to' && !directed.possessors.includes(word));
}

const order: Guard = (asked, stored) =>
  otherOrder(asked, stored) || otherOrder(stored, asked) ? 'the same words stand in another order' : undefined;

/**
 * "My account" is not "your account", nor are "their reasons" "its reasons", nor "if I cancel" "if they cancel"; only where a way is asked for do "my"
 * and "your" mean anybody's.
 */
const persons: Guard = (asked, stored) =>
  otherPersons(ownersOf(asked), ownersOf(stored)) ??
  otherPersons(asked.actors, stored.actors) ??
  mustAgree('persons', 'persons')(asked, stored);

function ownersOf({ owners, type }: QuestionFacts): readonly string[] {
  return type === 'how to' ? owners.map(anybody) : owners;
}

/** Where only one of them says any, the other may mean the same. */
function otherPersons(left: readonly string[], right: readonly string[]): string | undefined {
  if (left.length === 0 || right.length === 0 || sameList(left, right)) return undefined;
  return `persons differ: ${[shown(left), shown(right)].sort().join(' against ')}`;
}

function anybody(owner: string): string {
  return owner === 'my' || owner === 'your' ? "anybody's" : owner;
}

/** Of code, formulas and other scripts the embedder's likeness and all that is known of words tell nothing. */
const signs: Guard = (asked, stored) => {
  const unread = asked.unread ?? stored.unread;
  return unread === undefined || sameSigns(asked.text, stored.text) ? undefined : unread;
};

function sameSigns(left: string, right: string): boolean {
  return left.trim().replace(/\s+/gu, ' ') === right.trim().replace(/\s+/gu, ' ');
}

/** In the order of how much a reason tells the reader. */
const GUARDS: readonly (readonly [GuardName, Guard])[] = [
  ['numbers', mustAgree('numbers', 'numbers')],
  ['units', mustAgree('units', 'units')],
  ['dates', mustAgree('calendar', 'dates')],
  ['negation', mustAgree('negations', 'negations')],
  ['quoted', mustAgree('quoted', 'quoted names')],
  ['identifiers', identifiers],
  ['prefix', prefixes],
  ['type', questionTypes],
  ['asked-unit', askedUnits],
  ['comparison', mustAgree('comparatives', 'comparisons')],
  ['comparison', limits],
  ['opposites', opposites],
  ['opposites', sides],
  ['persons', persons],
  ['names', names],
  ['capitals', capitalsDiffer],
  ['asked-value', narrowedOtherwise],
  ['exchange', exchangedNames],
  ['parts', parts],
  ['tense', tense],
  ['advice', advice],
  ['direction', direction],
  ['order', order],
  ['signs', signs],
];

/** The first guard that forbids sharing an answer; undefined when all let it pass. They hold whatever the cosine says. */
export function forbiddenBy(asked: QuestionFacts, stored: QuestionFacts): Forbidden | undefined {
  for (const [guard, decide] of GUARDS) {
    const reason = decide(asked, stored);
    if (reason !== undefined) return { guard, reason };
  }
  return undefined;
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word, at) => word === right[at]);
}

function shown(list: readonly string[]): string {
  return list.length === 0 ? 'none' : list.join(', ');
}

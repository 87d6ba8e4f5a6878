// "And the dryer?": which noun phrase of the earlier question it takes the place of.
import type { Standing } from '../../pack/language-pack.js';
import { isName } from '../words/names.js';
import { contentWords } from '../words/content-words.js';
import { stem } from '../words/stems.js';
import { tokenise } from '../words/tokenise.js';
import { isWho } from '../questions/people.js';
import { AUXILIARIES } from '../questions/question-words.js';
import { OWNERS, PARALLEL_VERBS } from './follow-up-words.js';
import { bare, joined } from './join.js';
import { ownedBy } from './references.js';
import type { Frame, Part } from './question-frame.js';

/** A part that fits this much better than the next one is surely meant. */
const CLEAR_LEAD = 0.75;
const LAST_IS_MEANT = 0.5;

export function replaced(frame: Frame, before: Frame): Standing {
  if (!before.has('asking', 'auxiliary')) return { is: 'alone', text: frame.text };
  if (frame.has('verb')) return withVerb(frame, before);
  if (OWNERS.includes(frame.words.bareAt(0))) return ownedBy(frame, before);
  return replacedOwner(frame, before) ?? withThing(frame, before);
}

function withThing(frame: Frame, before: Frame): Standing {
  const ranked = rankedParts(frame, before);
  const [best, second] = ranked;
  if (best === undefined) return appended(frame, before);
  const text = substituted(frame, before, best.part);
  if (asksWhoIs(before) && !mayBeWho(frame)) return { is: 'guessed', text: text.replace(/^who/iu, 'What') };
  return { is: second === undefined || best.score - second.score >= CLEAR_LEAD ? 'rewritten' : 'guessed', text };
}

/** "Who is the landlord?": "and the term?" asks for nobody. */
function asksWhoIs({ words }: Frame): boolean {
  return words.bareAt(0) === 'who' && AUXILIARIES.has(words.bareAt(1));
}

function mayBeWho(frame: Frame): boolean {
  const [said] = frame.parts.filter(({ kind }) => kind === 'thing');
  return said !== undefined && (isNameLike(frame.textOf(said)) || isWho(frame.words.bareAt(said.end - 1)));
}

/** "And close?" after "When does it open?" */
function withVerb(frame: Frame, before: Frame): Standing {
  const verb = stem(frame.words.bareAt(0));
  const line = PARALLEL_VERBS.find((verbs) => verbs.some((one) => stem(one) === verb)) ?? [];
  const at = before.words.find((word) => line.some((one) => stem(one) === stem(word)));
  if (at === -1) return { is: 'guessed', text: joined(before, frame.text) };
  return { is: 'rewritten', text: spliced(before, { start: at, end: at + 1 }, bare(frame.text)) };
}

/** "And Tom's?" after "Who is Anna's manager?" */
function replacedOwner(frame: Frame, before: Frame): Standing | undefined {
  const isOwner = (word: string): boolean => /['’]s$/u.test(word);
  if (!isOwner(bare(frame.text))) return undefined;
  const at = before.words.find((word) => isOwner(word) && !/^(?:what|who|where|when|how|that|it|there)['’]s$/u.test(word));
  return at === -1 ? undefined : { is: 'rewritten', text: spliced(before, { start: at, end: at + 1 }, bare(frame.text)) };
}

interface Ranked {
  readonly part: Part;
  readonly score: number;
}

function rankedParts(frame: Frame, before: Frame): Ranked[] {
  const [said] = frame.parts.filter(({ kind }) => kind === 'thing');
  if (said === undefined) return [];
  const preposition = frame.prepositionBefore(said);
  const isTime = frame.isTime(said);
  const fitting = before.things.filter((part) => {
    const other = before.prepositionBefore(part);
    const areTimes = isTime && before.isTime(part) && [preposition, other].every((one) => WHEN.includes(one));
    return preposition === '' || isSamePlace(preposition, other) || areTimes;
  });
  return fitting
    .map((part, at) => ({ part, score: likeness(frame, said, before, part) + (at === fitting.length - 1 ? LAST_IS_MEANT : 0) }))
    .sort((left, right) => right.score - left.score);
}

const ALIKE = [
  ['at', 'during', 'in', 'on', 'within'],
  ['by', 'from'],
  ['for', 'of'],
  ['to', 'into'],
];

/** "For 2024" and "in 2023" say when alike; "until May" says another thing than "in May". */
const WHEN = ['at', 'during', 'for', 'in', 'of', 'on', 'within'];

function isSamePlace(left: string, right: string): boolean {
  return left === right || ALIKE.some((group) => group.includes(left) && group.includes(right));
}

function likeness(frame: Frame, said: Part, before: Frame, part: Part): number {
  const [own, other] = [frame.textOf(said), before.textOf(part)];
  const times = [frame.isTime(said), before.isTime(part)];
  const names = [isNameLike(own), isNameLike(other)];
  const shares = [...contentWords(own)].some((word) => contentWords(other).has(word));
  return (
    (shares ? 5 : 0) +
    (times[0] === times[1] ? Number(times[0]) * 4 : -4) +
    (names[0] === names[1] ? Number(names[0]) * 3 : -2) +
    articleLikeness(frame.articleOf(said), before.articleOf(part)) +
    Number(isPlural(own) === isPlural(other)) -
    Number(frame.prepositionBefore(said) === '' && before.prepositionBefore(part) !== '') * 0.25
  );
}

function articleLikeness(left: string, right: string): number {
  if (left === right) return left === 'indefinite' ? 2 : 1;
  return [left, right].some((kind) => kind === 'indefinite' || kind === 'owner') ? 0 : -1;
}

/** A name, a number or a code within a question that begins with something else. */
function isNameLike(text: string): boolean {
  return tokenise(`of ${text}`).some((token) => isName(token) || /\d/u.test(token.surface));
}

function isPlural(text: string): boolean {
  return /[^su]s$/iu.test(bare(text));
}

function substituted(frame: Frame, before: Frame, ranked: Part): string {
  const [said] = frame.parts.filter(({ kind }) => kind === 'thing') as [Part];
  // "A service for the Model S" takes the place of "a tyre change for the Model 3", not of "a tyre change".
  const part = frame.widened(said).end > said.end ? before.widened(ranked) : ranked;
  const own = bare(frame.textOf({ start: said.start, end: frame.words.count }));
  const lastWord = { start: part.end - 1, end: part.end };
  const ones = /\bones?$/iu.exec(own);
  if (ones) return spliced(before, part, `${kindOfOnes(own.slice(0, ones.index), before, part)}${bare(before.textOf(lastWord))}`);
  // "4A" for "flat 3B".
  if (/^\S+$/u.test(own) && /\d/u.test(own) && /\d/u.test(before.words.bareAt(part.end - 1))) return spliced(before, lastWord, own);
  const preposition = before.prepositionBefore(part) !== '' ? frame.prepositionBefore(said) : '';
  return preposition === '' ? spliced(before, part, own) : spliced(before, { ...part, start: part.start - 1 }, `${preposition} ${own}`);
}

/** "The weekly" of "the weekly ones", without the article where what it replaces has none. */
function kindOfOnes(kind: string, before: Frame, part: Part): string {
  return before.articleOf(part) === 'none' ? kind.replace(/^the /iu, '') : kind;
}

/** "And in the probation period?" narrows what was asked; without a preposition nobody can say where it belongs. */
function appended(frame: Frame, before: Frame): Standing {
  const said = bare(frame.text);
  if (frame.has('preposition') && frame.parts[0]?.kind === 'preposition') return { is: 'rewritten', text: `${bare(before.text)} ${said}?` };
  return { is: 'guessed', text: joined(before, said) };
}

/** The earlier question with other words at some place. */
export function spliced(before: Frame, { start, end }: { readonly start: number; readonly end: number }, by: string): string {
  const { words } = before;
  const parts = [words.slice(0, start), by, words.slice(end, words.count)].filter((part) => part !== '');
  return `${bare(parts.join(' '))}?`;
}

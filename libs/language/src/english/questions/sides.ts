// What is said of one side is not said of the other: of the year before, of the winter, of the red lamp, of what is switched off, of repairs below
// 120 euros.
import { AUXILIARIES } from './question-words.js';
import { coloursIn } from '../words/colours.js';
import { stem } from '../words/stems.js';
import { QUESTION_STOP_WORDS } from '../words/stop-words.js';

/** By what it is a side of, which sides are spoken of. */
export type Sides = ReadonlyMap<string, ReadonlySet<string>>;
type Side = readonly [of: string, side: string];

const MORE = 'above|over|exceeding|(?:higher|longer|more|older) than';
const LESS = 'below|under|up to|(?:less|lower|shorter|younger) than';
const AMOUNT = new RegExp(String.raw`\b(?:(${MORE})|${LESS})\s(?:([£$€])\s?)?\d[\d.,]*(?:\s?([%£$€]|\p{L}+))?`, 'giu');
const MONEY: ReadonlyMap<string, string> = new Map([
  ['£', 'pound'],
  ['€', 'euro'],
  ['$', 'dollar'],
]);

/** A spring of a gate, "the spring is worn" and "a spring clip" are no season. */
const SPRING_THING =
  "(?<!['’]s )spring(?!\\s(?:of|which|that|is|was|in|on|at|and|or|has|must|may|can|will|should|needs?|breaks?|broke|snaps?|for|to|with|from|clip|steel|water|lock|loaded|mattress|rolls?|onions?|back|hinge|balance|tension|washer)\\b)(?!['’.,;:?!])";
const SEASON_BEFORE =
  '(?:in|last|next|every|each|early|late|during|until|since|by|of)\\s(?:the\\s)?spring(?!\\s(?:of the|on the|clip|hinge)\\b)';
const SIDES: readonly (readonly [string, RegExp])[] = [
  ['season', new RegExp(String.raw`\b(summer|autumn|winter|${SEASON_BEFORE}|${SPRING_THING})\b`, 'giu')],
  // "Log in on Sundays" and "sign up on the list" switch nothing on.
  ['switched', /\b(?:log|power|sign|switch|turn)\p{L}{0,5}\s(?!(?:in|out|up)\s)(?:\p{L}+\s){0,3}?(on|off)\b/giu],
];
const BLINKS = /\b(?:blink|flash)(?:s|es|ing)?\b/iu;
const STEADY = /\b(?:steady|steadily|solid|constant|constantly|continuous|continuously)\b/iu;

const YEAR = /(?<![\d.,:/-])((?:19|20)\d\d)(?![\d/-]|[.,:]\d)/gu;
/** "Since 2019" and "from 2019 to 2024" speak of other years too. */
const OPENS_RANGE = /\b(?:after|and|before|between|by|from|since|than|to|until)\s*$/iu;
/** "The 2024 report" names a report, and no time. */
const NAMES_A_THING = /\b(?:the|our|your|this|a|an)\s*$/iu;
/** "The hall that burnt down in 1998" may have been built in any year. */
const IN_CLAUSE = /\b(?:that|which|who|where)\s(?:\p{L}+\s){1,6}$/iu;
const ASKS_WHEN = /\bwhen\b/iu;
/** As far back as such words are looked for. */
const BEFORE = 60;

/** Which year, season or side is spoken of, by what it is a side of. */
export function sidesIn(text: string): Sides {
  const years = yearsIn(text);
  const all = years.map(({ year }): Side => ['year', year]);
  const named = years.some(({ isName }) => isName) ? years.map(({ year }): Side => ['year of', year]) : [];
  return grouped([...plainSides(text), ...all, ...named, ...amountsIn(text)]);
}

/**
 * Which of them a question asks of. "When is the 2024 report due?" may be answered by a day in 2025, "may I stay more than 3 nights?" by "up to 3
 * nights", and "over 50 euros" by nothing about kilograms.
 */
export function sidesAsked(question: string): Sides {
  const years = yearsIn(question).filter(({ isInClause }) => !isInClause);
  const asked = years.map(({ year, isName }): Side => [isName && ASKS_WHEN.test(question) ? 'year of' : 'year', year]);
  const amounts = amountsIn(question);
  const precise = amounts.some(([of]) => of !== 'amount') ? amounts.filter(([of]) => of !== 'amount') : amounts;
  return grouped([...plainSides(question), ...asked, ...(asksYesOrNo(question) ? [] : precise)]);
}

function grouped(sides: readonly Side[]): Sides {
  const found = new Map<string, Set<string>>();
  for (const [of, side] of sides) found.set(of, (found.get(of) ?? new Set()).add(side));
  return found;
}

function plainSides(text: string): Side[] {
  const said = SIDES.flatMap(([of, pattern]) => [...text.matchAll(pattern)].map(([, side = '']): Side => [of, lastWord(side)]));
  const light: Side[] = [
    ...(BLINKS.test(text) ? [['light', 'blinks'] as const] : []),
    ...(STEADY.test(text) ? [['light', 'steady'] as const] : []),
  ];
  return [...said, ...light, ...coloursIn(text).map((colour): Side => ['colour', colour])];
}

function lastWord(side: string): string {
  return side.slice(side.lastIndexOf(' ') + 1).toLowerCase();
}

/** None where a range of them is spoken of. */
function yearsIn(text: string): { year: string; isName: boolean; isInClause: boolean }[] {
  const found = [...text.matchAll(YEAR)].map(({ 1: year = '', index }) => {
    const before = text.slice(Math.max(0, index - BEFORE), index);
    const isName = NAMES_A_THING.test(before) && /^\s\p{Ll}/u.test(text.slice(index + year.length, index + year.length + 2));
    return { year, isName, isInClause: IN_CLAUSE.test(before), isRange: OPENS_RANGE.test(before) };
  });
  return found.some(({ isRange }) => isRange) ? [] : found;
}

/** Each for itself, and under what it is measured in. */
function amountsIn(text: string): Side[] {
  return [...text.matchAll(AMOUNT)].flatMap(([, more, sign = '', unit = '']): Side[] => {
    const side = more === undefined ? 'less' : 'more';
    const measure = MONEY.get(sign) ?? MONEY.get(unit) ?? unit.toLowerCase();
    return measure === '' || QUESTION_STOP_WORDS.has(measure)
      ? [['amount', side]]
      : [
          ['amount', side],
          [`amount, ${stem(measure)}`, side],
        ];
  });
}

function asksYesOrNo(question: string): boolean {
  const [first = ''] = question.trimStart().split(/[^\p{L}'’]/u, 1);
  return AUXILIARIES.has(first.toLowerCase());
}

// What is said of one side is not said of the other: of the year before, of the winter, of what is switched off, of repairs below 120 euros.

const AMOUNT = String.raw`\s(?:[£$€]\s?)?\d`;
const MORE = 'above|over|exceeding|(?:higher|longer|more|older) than';
const LESS = 'below|under|up to|(?:less|lower|shorter|younger) than';
/** Each has no group but the one that names its side. */
const SIDES: readonly (readonly [string, RegExp])[] = [
  ['season', /\b(spring|summer|autumn|winter)\b/giu],
  // "Log in on Sundays" and "sign up on the list" switch nothing on.
  ['switched', /\b(?:log|power|sign|switch|turn)\p{L}{0,5}\s(?!(?:in|out|up)\s)(?:\p{L}+\s){0,3}?(on|off)\b/giu],
];
const YEAR = /(?<![\d.,:/-])((?:19|20)\d\d)(?![\d/-]|[.,:]\d)/gu;
/** "Since 2019" and "from 2019 to 2024" speak of other years too. */
const OPENS_RANGE = /\b(?:after|and|before|between|by|from|since|than|to|until)\s*$/iu;
/** As far back as such a word is looked for. */
const BEFORE = 10;

/** Which year, season or side is spoken of, by what it is a side of. */
export function sidesIn(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const said = SIDES.map(([of, pattern]) => [of, [...text.matchAll(pattern)].map(([, side = '']) => side.toLowerCase())] as const);
  const all = [...said, ['year', yearsIn(text)] as const, ['amount', amountsIn(text)] as const];
  return new Map(all.filter(([, sides]) => sides.length > 0).map(([of, sides]) => [of, new Set(sides)]));
}

/** None where a range of them is spoken of. */
function yearsIn(text: string): string[] {
  const found = [...text.matchAll(YEAR)];
  const isRange = found.some(({ index }) => OPENS_RANGE.test(text.slice(Math.max(0, index - BEFORE), index)));
  return isRange ? [] : found.map(([, year = '']) => year);
}

function amountsIn(text: string): string[] {
  const is = (words: string): boolean => new RegExp(String.raw`\b(?:${words})${AMOUNT}`, 'iu').test(text);
  return [...(is(MORE) ? ['more'] : []), ...(is(LESS) ? ['less'] : [])];
}

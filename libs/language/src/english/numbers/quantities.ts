import type { Quantities } from '../../pack/language-pack.js';
import type { Token } from '../../text/tokens.js';
import { MAGNITUDES, OTHER_NUMBERS, PLACES, SMALL_NUMBERS } from './number-words.js';
import { MONEY_NAMES, MONEY_SIGNS, SHORT_UNITS, UNITS } from './units.js';

const MONEY_BEFORE: ReadonlySet<string> = new Set([...MONEY_SIGNS, ...MONEY_NAMES]);

export function quantitiesOf(tokens: readonly Token[]): Quantities {
  const lower = tokens.flatMap((token) => splitNumber(token.lower));
  const [numbers, units]: [string[], string[]] = [[], []];
  for (let at = 0; at < lower.length;) {
    const number = numberAt(lower, at);
    if (number) {
      const unit = unitBeside(lower, at, number.end);
      if (unit.before && units.at(-1) === unit.name) units.pop();
      const value = isBelowZero(lower, at) ? `-${number.value}` : number.value;
      numbers.push(unit.name === '' ? value : `${plainAmount(value)} ${unit.name}`);
      at = unit.end;
      continue;
    }
    const unit = UNITS.get(wordAt(lower, at));
    if (unit !== undefined) units.push(unit);
    at += 1;
  }
  return { numbers: numbers.sort(), units: [...new Set(units)].sort() };
}

/** "Minus 10" is -10; in "5 minus 3" it is an operator. */
function isBelowZero(lower: readonly string[], at: number): boolean {
  return lower[at - 1] === 'minus' && !/\d/u.test(wordAt(lower, at - 2)) && !wordAt(lower, at).startsWith('-');
}

/** "5gb" is 5 and gb, "30k" is 30 and k, "twenty-five" is twenty and five; "v2.1", "h2o" and "2024-05-01" stay whole. */
function splitNumber(word: string): string[] {
  const [amount, suffix] = /^(-?\d+(?:\.\d+)?)(%|\p{L}{1,4})$/u.exec(word)?.slice(1) ?? [];
  if (amount !== undefined && suffix !== undefined && canFollowNumber(suffix)) return [amount, suffix];
  const halves = word.split('-');
  return halves.length === 2 && halves.every((half) => SMALL_NUMBERS.has(half)) ? halves : [word];
}

function canFollowNumber(suffix: string): boolean {
  return UNITS.has(suffix) || SHORT_UNITS.has(suffix) || MAGNITUDES.has(suffix);
}

function wordAt(words: readonly string[], at: number): string {
  return words[at] ?? '';
}

interface FoundNumber {
  readonly value: string;
  /** The word after it. */
  readonly end: number;
}

function numberAt(lower: readonly string[], at: number): FoundNumber | undefined {
  const word = wordAt(lower, at);
  if (/\d/u.test(word)) return withMagnitude(lower, at, plainNumber(word));
  const place = PLACES.get(word);
  if (place !== undefined && isPlace(lower, at)) return { value: String(place), end: at + 1 };
  const other = OTHER_NUMBERS.get(word);
  return other === undefined ? namedNumber(lower, at) : { value: other, end: at + 1 };
}

/** "The second" is a place, "per second" and "a second" a time. */
function isPlace(lower: readonly string[], at: number): boolean {
  return lower[at] !== 'second' || ['the', 'my', 'your', 'its', 'every'].includes(wordAt(lower, at - 1));
}

function namedNumber(lower: readonly string[], at: number): FoundNumber | undefined {
  const [word, next] = [wordAt(lower, at), wordAt(lower, at + 1)];
  if (word.length > 2 && MAGNITUDES.has(word)) return withMagnitude(lower, at - 1, '1');
  const first = SMALL_NUMBERS.get(word);
  if (first === undefined || (word === 'one' && !isCounted(next))) return undefined;
  const ones = first >= 20 ? onesOf(next) : 0;
  return withMagnitude(lower, ones === 0 ? at : at + 1, String(first + ones));
}

/** The "five" of "twenty five", 0 where there is none. */
function onesOf(word: string): number {
  const value = SMALL_NUMBERS.get(word);
  return value !== undefined && value < 10 ? value : 0;
}

/** "One" is a pronoun unless a unit or a magnitude follows. */
function isCounted(next: string): boolean {
  return UNITS.has(next) || MAGNITUDES.has(next);
}

function withMagnitude(lower: readonly string[], at: number, value: string): FoundNumber {
  let [amount, end] = [value, at + 1];
  const factorAt = (place: number): number | undefined => MAGNITUDES.get(wordAt(lower, place));
  for (let factor = factorAt(end); factor !== undefined && isPlain(amount); factor = factorAt(end)) {
    amount = String(Number(amount) * factor);
    end += 1;
  }
  return { value: amount, end };
}

function isPlain(value: string): boolean {
  return /^-?\d+(?:\.\d+)?$/u.test(value);
}

/** "v2.1" and "2.1" are one version, "3rd" and "3" one place; "2.10" is not "2.1". */
function plainNumber(word: string): string {
  return word.replace(/^v(?=\d)/u, '').replace(/^(\d+)(?:st|nd|rd|th)$/u, '$1');
}

/** Of a measure, "1.50" is "1.5"; of a version it isn't. */
function plainAmount(value: string): string {
  return isPlain(value) ? String(Number(value)) : value;
}

function unitBeside(lower: readonly string[], at: number, end: number): { name: string; end: number; before: boolean } {
  const name = unitAfterNumber(wordAt(lower, end));
  if (name !== undefined) return { name, end: end + 1, before: false };
  const money = moneyBefore(wordAt(lower, at - 1));
  return money === undefined ? { name: '', end, before: false } : { name: money, end, before: true };
}

/** "5 in" and "5 a day" are no units. */
export function unitAfterNumber(word: string): string | undefined {
  return word === 'in' || word === 'a' ? undefined : (UNITS.get(word) ?? SHORT_UNITS.get(word));
}

function moneyBefore(word: string): string | undefined {
  return MONEY_BEFORE.has(word) ? UNITS.get(word) : undefined;
}

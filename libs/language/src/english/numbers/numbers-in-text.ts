import type { NumberInText } from '../../pack/language-pack.js';
import { unitAfterNumber } from './quantities.js';
import { SMALL_NUMBERS } from './number-words.js';
import { COUNTED, UNITS } from './units.js';

const NUMBER = /([$£¥€₹]\s?)?(?<![\p{L}\p{N}_])(\d+(?:[.,:]\d+)*)(?:(?:\s?|-)([\p{L}°%]+))?/gu;
const IN_WORDS = new RegExp(`\\b(${[...SMALL_NUMBERS.keys()].join('|')}|an?|every|each)(?:\\s|-)([a-z]+)`, 'giu');
/** Numbers only before a unit: "a year" counts, "a copy" doesn't. */
const ONE_OF_A_UNIT = new Set(['a', 'an', 'every', 'each', 'one']);

/** Numbers in figures and in words as they are written, each with its unit. Digits of names such as "NATS2" are none. */
export function numbersIn(text: string): NumberInText[] {
  return [...inFigures(text), ...inWords(text)];
}

function inFigures(text: string): NumberInText[] {
  return [...text.matchAll(NUMBER)].map(([whole, currency = '', digits = '', word = '']) => {
    const unit = UNITS.get(currency.trim()) ?? unitOf(word);
    const written = unit !== undefined && word !== '' ? whole : `${currency}${digits}`;
    return { text: written.trim(), number: withoutThousandsMarks(digits), unit };
  });
}

function inWords(text: string): NumberInText[] {
  return [...text.matchAll(IN_WORDS)].flatMap(([whole, counter = '', noun = '']) => {
    const word = counter.toLowerCase();
    const unit = UNITS.get(noun.toLowerCase());
    if (unit === undefined && ONE_OF_A_UNIT.has(word)) return [];
    return [{ text: unit === undefined ? word : whole, number: String(SMALL_NUMBERS.get(word) ?? 1), unit }];
  });
}

function unitOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  return COUNTED.includes(lower) ? COUNTED[0] : unitAfterNumber(lower);
}

function withoutThousandsMarks(digits: string): string {
  return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(digits) ? digits.replaceAll(',', '') : digits;
}

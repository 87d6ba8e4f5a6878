import type { DateInText } from '../../pack/language-pack.js';
import { MONTH_FORMS } from './calendar.js';

const MONTH = `(?:${[...MONTH_FORMS.keys()].join('|')})`;
const DAY = String.raw`\d{1,2}(?:st|nd|rd|th)?`;
const YEAR = String.raw`\d{4}`;
/** "2024-03-05", "5 March 2024", "the 5th of March, 2024", "March 5th, 2024". */
const DATE = new RegExp(
  String.raw`\b(?:(?<iso>${YEAR}-\d{2}-\d{2})|(?<day>${DAY})\s+(?:of\s+)?(?<month>${MONTH}),?\s+(?<year>${YEAR})` +
    String.raw`|(?<month2>${MONTH})\s+(?<day2>${DAY}),?\s+(?<year2>${YEAR}))\b`,
  'giu',
);

export function datesIn(text: string): DateInText[] {
  return [...text.matchAll(DATE)].map(({ 0: written, index, groups }) => ({ text: written, index, iso: isoOf({ ...groups }) }));
}

function isoOf({ iso, day, month, year, day2 = '', month2 = '', year2 = '' }: Record<string, string | undefined>): string {
  return iso ?? `${year ?? year2}-${twoDigits(monthOf(month ?? month2))}-${twoDigits(Number.parseInt(day ?? day2, 10))}`;
}

function monthOf(name: string): number {
  return MONTH_FORMS.get(name.toLowerCase()) ?? 0;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

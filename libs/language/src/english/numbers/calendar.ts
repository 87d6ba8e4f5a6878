import type { Token } from '../../text/tokens.js';
import { words } from '../../text/word-lists.js';

/** In the order of the year. */
export const MONTHS = words('january february march april may june july august september october november december');
export const DAYS = words('monday tuesday wednesday thursday friday saturday sunday');
export const SEASONS_AND_DAYS = words('autumn christmas easter spring summer today tomorrow tonight winter yesterday');

/** Every form of a month to its number, from 1. */
export const MONTH_FORMS: ReadonlyMap<string, number> = new Map([
  ...MONTHS.map((month, at) => [month, at + 1] as const),
  ...MONTHS.map((month, at) => [month.slice(0, 3), at + 1] as const),
  ['sept', 9],
]);

/** Months and weekdays in full or short, seasons and the days around today. */
export const CALENDAR: ReadonlyMap<string, string> = new Map([
  ...[...MONTH_FORMS].map(([form, number]) => [form, MONTHS[number - 1] ?? form] as const),
  ...DAYS.flatMap((day) => [[day, day] as const, [`${day}s`, day] as const]),
  ...SEASONS_AND_DAYS.map((time) => [time, time] as const),
  ['fall', 'autumn'] as const,
]);

/** Names of times that are words of another meaning when they are not capitalised. */
export const CAPITALISED_TIMES = words('dec fall jan jun mar march may oct sep spring');

/** Months, weekdays, seasons, days around today and halves of the day that are spoken of, each once, sorted. */
export function timesIn(tokens: readonly Token[]): string[] {
  const times = tokens.flatMap((token, at) => [
    ...(isTime(token) ? [CALENDAR.get(token.lower) ?? ''] : []),
    ...halfOfDay(token.lower, tokens[at - 1]?.lower ?? ''),
  ]);
  return [...new Set(times)].sort();
}

/** "9 am", "9am", "9:30 p.m."; "I am" tells no time. */
function halfOfDay(word: string, before: string): string[] {
  const [, hour, half] = /^([\d:.]*)([ap])\.?m\.?$/u.exec(word) ?? [];
  if (half === undefined || !/\d$/u.test(hour === '' ? before : (hour ?? ''))) return [];
  return [`${half}m`];
}

function isTime({ lower, surface, opening }: Token): boolean {
  return CALENDAR.has(lower) && (!CAPITALISED_TIMES.includes(lower) || (!opening && lower !== surface));
}

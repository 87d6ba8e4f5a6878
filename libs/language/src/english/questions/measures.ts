// What a column of a table is called, and what asks for it: "how heavy", "weigh" and "weight" are one measure, "hourly" and "per hour" one period.
import { wordLines, words } from '../../text/word-lists.js';
import { stem } from '../words/stems.js';

/** The words of a measure. Unlike synonyms they are only compared with the names of a table, where few things can be meant. */
export const MEASURES_BY_NAME = wordLines(`
  age old
  annual annually year yearly
  charge cost costs fare fee fees pay price prices pricing rate rates tariff
  daily day
  depth deep
  distance far
  height high tall
  hour hourly
  length long
  month monthly
  night nightly
  noise loud loudness
  phone telephone
  power watt wattage
  quantity qty stock
  seats capacity people persons
  size big large
  speed fast
  temperature cold hot warm
  thickness thick
  week weekly
  weight heavy weigh
  width broad wide`);

/** Say of a column's amount for how long it is, or how it was taken, and nothing else. */
export const PERIODS = words(
  'annual daily day each hour hourly max maximum min minimum month monthly night nightly per total week weekly year yearly',
);

/** What people do with anything that has a price or a measure: they tell no row from another. */
export const USING = words('borrow come cost draw fit get give have hire hold keep pay rent set spend take use want whole');

const NAMES: ReadonlyMap<string, string> = new Map(
  MEASURES_BY_NAME.flatMap((line) => line.map((word) => [stem(word), stem(line[0] ?? word)] as const)),
);
const PERIOD_STEMS = new Set(PERIODS.flatMap((word) => [stem(word), measureOf(stem(word))]));
const USING_STEMS = new Set(USING.map(stem));

/** One name for all words of a measure; the stem itself where it is of none. */
export function measureOf(stemmed: string): string {
  return NAMES.get(stemmed) ?? stemmed;
}

/** @param stemmed or the name of its measure */
export function isPeriod(stemmed: string): boolean {
  return PERIOD_STEMS.has(stemmed);
}

export function isUsing(stemmed: string): boolean {
  return USING_STEMS.has(stemmed);
}

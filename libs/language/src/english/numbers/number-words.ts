import { words } from '../../text/word-lists.js';

/** In the order of their value, from 0. */
export const ONES = words(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
);
/** From 20. */
export const TENS = words('twenty thirty forty fifty sixty seventy eighty ninety');
/** From 1. */
export const ORDINALS = words('first second third fourth fifth sixth seventh eighth ninth tenth');

/** Numbers below a hundred that are one word. */
export const SMALL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...ONES.map((name, value) => [name, value] as const),
  ...TENS.map((name, at) => [name, (at + 2) * 10] as const),
]);

export const PLACES: ReadonlyMap<string, number> = new Map(ORDINALS.map((name, at) => [name, at + 1] as const));

export const MAGNITUDES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['k', 1_000],
  ['thousand', 1_000],
  ['lakh', 100_000],
  ['million', 1_000_000],
  ['crore', 10_000_000],
  ['billion', 1_000_000_000],
  ['bn', 1_000_000_000],
  ['trillion', 1_000_000_000_000],
]);

/** Words that say a number in another way, as it is written in `Quantities`. */
export const OTHER_NUMBERS: ReadonlyMap<string, string> = new Map([
  ['half', '1/2'],
  ['once', '1 time'],
  ['double', '2 time'],
  ['twice', '2 time'],
  ['thrice', '3 time'],
  ['triple', '3 time'],
  ['dozen', '12'],
]);

import { words } from '../../text/word-lists.js';

/** These compare, choose or limit: what is asked for changes with them. "Best" and "good" are told apart by the model, not here. */
export const COMPARATIVES = words(`
  all another at-least at-most better bigger biggest both cheaper cheapest completely each earlier earliest easier easiest either else enough every
  faster fastest fewer fewest first fully harder hardest higher highest larger largest last later latest least less longer longest lower lowest max
  maximum min minimum more most newer newest older oldest only other others partially same shorter shortest slower slowest smaller smallest solely
  stronger strongest than too weaker weakest worse worst younger youngest`);

const COMPARING: ReadonlySet<string> = new Set(COMPARATIVES);

/** Before "last": "the last" is a place, "how long does it last" is not. */
export const BEFORE_A_PLACE = words('a came comes her his is its my our the their was who your');

export function isComparative(word: string): boolean {
  return COMPARING.has(word);
}

/** Each once, sorted. */
export function comparisonsIn(lower: readonly string[]): string[] {
  const said = lower.filter((word, at) => COMPARING.has(word) && (word !== 'last' || BEFORE_A_PLACE.includes(lower[at - 1] ?? '')));
  return [...new Set(said)].sort();
}

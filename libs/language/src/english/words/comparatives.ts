import { words } from '../../text/word-lists.js';
import { QUESTION_STOP_WORDS } from './stop-words.js';

/** These compare, choose or limit: what is asked for changes with them. "Best" and "good" are told apart by the model, not here. */
export const COMPARATIVES = words(`
  all another at-least at-most better bigger biggest both cheaper cheapest completely each earlier earliest easier easiest either else enough every
  faster fastest fewer fewest first fully harder hardest higher highest larger largest last later latest least less longer longest lower lowest max
  maximum min minimum more most newer newest older oldest only other others partially same shorter shortest slower slowest smaller smallest solely
  stronger strongest than too weaker weakest worse worst younger youngest`);

const COMPARING: ReadonlySet<string> = new Set(COMPARATIVES);

/** Before "last": "the last" is a place, "how long does it last" is not. */
export const BEFORE_A_PLACE = words('a came comes her his is its my our the their was who your');

/** What these stand before is the only one: "only admins" may, and may do it to "only guests". */
const LIMITING = words('exclusively merely only purely solely');

/** The words after the limiting ones, each once, sorted: stems of those that carry a meaning. */
export function limitedIn(lower: readonly string[], stems: readonly string[]): string[] {
  const limited = new Set<string>();
  let isNext = false;
  for (const [at, word] of lower.entries()) {
    if (LIMITING.includes(word)) isNext = true;
    else if (isNext && !QUESTION_STOP_WORDS.has(word)) {
      limited.add(stems[at] ?? word);
      isNext = false;
    }
  }
  return [...limited].sort();
}

export function isComparative(word: string): boolean {
  return COMPARING.has(word);
}

/** Each once, sorted. */
export function comparisonsIn(lower: readonly string[]): string[] {
  const said = lower.filter((word, at) => COMPARING.has(word) && (word !== 'last' || BEFORE_A_PLACE.includes(lower[at - 1] ?? '')));
  return [...new Set(said)].sort();
}

// Several questions in one, and what is compared. The words are walked through once: patterns for "X and Y" try each "and" with each ending.
import { words } from '../../text/word-lists.js';
import { oneOf, withoutEnd } from '../../text/characters.js';
import { PlacedWords } from '../../text/placed-words.js';
import { tokenise } from '../words/tokenise.js';

/** With these a second question may begin, behind "and" or a comma; with "whose" mostly a relative clause. */
export const OPENERS = words('are can do does how is what when where which who why');
export const SEVERAL = words('both compare comparison contrast differ difference differences respectively versus vs');
export const COMPARING = words('compare contrast');
/** These compare what stands after "between". */
export const DIFFERING = words('differ difference differences');
export const BETWEEN_COMPARED = words('and to versus vs with');
export const AGAINST = words('versus vs');

/** Cuts where another question begins: behind a question mark, after "and", "or", a comma or a semicolon before a question word. */
export function questionParts(text: string): string[] {
  const said = new PlacedWords(text);
  const parts: string[] = [];
  let start = 0;
  for (let at = 1; at < said.count; at += 1) {
    const next = said.lastCharOf(at - 1) === '?' ? at : joinedQuestionAt(said, at);
    if (next === undefined) continue;
    parts.push(withoutEnd(said.slice(start, at), oneOf(',;')));
    [start, at] = [next, next];
  }
  return [...parts, said.slice(start, said.count)];
}

/** The word that opens the question to which this place leads, past "and also". */
function joinedQuestionAt(said: PlacedWords, at: number): number | undefined {
  const isJoined = ['and', 'or'].includes(said.bareAt(at));
  if (!isJoined && ![',', ';'].includes(said.lastCharOf(at - 1))) return undefined;
  const next = isJoined ? at + 1 : at;
  const opener = said.bareAt(next) === 'also' ? next + 1 : next;
  return opensQuestion(said.slice(opener, opener + 1)) ? opener : undefined;
}

/** "What's" does so too, a quotation doesn't. */
function opensQuestion(written: string): boolean {
  return OPENERS.includes(/^\p{L}*/u.exec(written)?.[0].toLowerCase() ?? '');
}

/** Whether several facts are asked for in one sentence: a second question joined to the first, or a comparison. */
export function asksSeveral(text: string): boolean {
  if (tokenise(text).some(({ lower }) => SEVERAL.includes(lower))) return true;
  const said = new PlacedWords(text);
  return said.find((_, at) => joinedQuestionAt(said, at) !== undefined, 1) !== -1;
}

/** The two sides of "compare X with Y", "the difference between X and Y", "X versus Y". */
export function comparedThings(text: string): [string, string] | undefined {
  const said = new PlacedWords(text);
  const trigger = said.find((word, at) => COMPARING.includes(word) || (DIFFERING.includes(word) && said.bareAt(at + 1) === 'between'));
  const compared = trigger === -1 ? undefined : sidesOf(said, afterTrigger(said, trigger), BETWEEN_COMPARED);
  return compared ?? sidesOf(said, 0, AGAINST);
}

/** "Compare and contrast" is one. */
function afterTrigger(said: PlacedWords, trigger: number): number {
  if (DIFFERING.includes(said.bareAt(trigger))) return trigger + 2;
  return said.bareAt(trigger + 1) === 'and' && COMPARING.includes(said.bareAt(trigger + 2)) ? trigger + 3 : trigger + 1;
}

function sidesOf(said: PlacedWords, from: number, between: readonly string[]): [string, string] | undefined {
  const left = afterArticle(said, from);
  const joint = said.find((word) => between.includes(word), left + 1);
  const right = afterArticle(said, joint + 1);
  if (joint === -1 || right >= said.count) return undefined;
  return [said.slice(left, joint), withoutEnd(said.slice(right, said.count), oneOf('?.!'))];
}

function afterArticle(said: PlacedWords, at: number): number {
  return said.bareAt(at) === 'the' ? at + 1 : at;
}

// A question that leans on the one before it, in a language whose joints are known: "Und die Kaution?" after "Wie hoch ist die Miete?" asks how high
// the deposit is. What can't be put in its place is said behind it, so that nothing is lost and nothing is said in another language.
import { isSpace, oneOf, withoutEnd } from '../text/characters.js';
import type { EarlierTurn, Standing } from '../pack/language-pack.js';

export interface LocalJoints {
  /** "Und", "und was ist mit": what a follow-up begins with. */
  readonly opens: RegExp;
  /** Joins two questions: "und". */
  readonly and: string;
  /** "Für", "im": a part of the question that another one with the same word takes the place of. */
  readonly prepositions: RegExp;
  /** "Die", "ein": opens what is asked about. */
  readonly articles: RegExp;
  /** "Sie", "davon": stands for something that was said. */
  readonly pronouns: RegExp;
  /** "Es gibt", "faut-il", "lo que": pronouns that stand for nothing that was said before. Global. */
  readonly emptyPronouns: RegExp;
  /** With a verb or a question word a follow-up asks something of its own. */
  readonly asks: RegExp;
}

/** A longer turn tells nothing that a rule could use. */
const LONGEST = 400;
const FRAGMENT_WORDS = 8;
const isEnd = (char: string): boolean => isSpace(char) || oneOf('.,;:?!？。')(char);
const bare = (text: string): string => withoutEnd(text.trim(), isEnd);
/** As the earlier question ends: French sets a space before its mark. */
const mark = (question: string): string => /\s?[?？。]$/u.exec(question.trim())?.[0] ?? '?';

export function localStanding(joints: LocalJoints, text: string, earlier: EarlierTurn | undefined): Standing {
  const [opening] = joints.opens.exec(text) ?? [''];
  const said = bare(text.slice(opening.length));
  if (earlier === undefined || said === '' || isTooLong(text, earlier)) return { is: 'alone', text };
  if (opening !== '' && isFragment(joints, said, text)) return replaced(joints, said, earlier.question);
  return leansBack(joints, said) ? joined(joints, said, earlier.question) : { is: 'alone', text };
}

function isTooLong(text: string, { question }: EarlierTurn): boolean {
  return question === '' || text.length > LONGEST || question.length > LONGEST;
}

/** "Aber das stimmt nicht." asks nothing. */
function isFragment({ asks }: LocalJoints, said: string, text: string): boolean {
  return said.split(/\s+/u).length <= FRAGMENT_WORDS && !asks.test(said) && !/[.!]$/u.test(text.trim());
}

function leansBack({ pronouns, emptyPronouns }: LocalJoints, said: string): boolean {
  return pronouns.test(said.replace(emptyPronouns, ' '));
}

function replaced(joints: LocalJoints, said: string, before: string): Standing {
  const whole = bare(before);
  const words = whole.split(/\s+/u);
  const [first = ''] = said.toLowerCase().split(/\s+/u);
  const isPreposition = joints.prepositions.test(first);
  const at = words.findIndex((word, place) => place > 0 && (isPreposition ? word.toLowerCase() === first : joints.articles.test(word)));
  if (at === -1) return joined(joints, said, before);
  const next = words.findIndex((word, place) => place > at + 1 && (joints.prepositions.test(word) || isVerbLast(joints, word)));
  const rest = next === -1 ? [] : words.slice(next);
  const text = `${[...words.slice(0, at), said, ...rest].join(' ')}${mark(before)}`;
  // Where nothing follows the whole end of the question was replaced, and little can be meant otherwise.
  return { is: rest.length === 0 ? 'rewritten' : 'guessed', text };
}

/** "Wann wurde das Haus gebaut?": what stands last is no part of the thing. */
function isVerbLast({ asks }: LocalJoints, word: string): boolean {
  return asks.test(word);
}

function joined({ and }: LocalJoints, said: string, before: string): Standing {
  const own = said.replace(/^¿\s?/u, '');
  return { is: 'guessed', text: `${bare(before)}, ${and} ${own.charAt(0).toLowerCase()}${own.slice(1)}${mark(before)}` };
}

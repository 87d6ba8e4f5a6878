// A question that leans on the one before it, in a language whose joints are known: "Und die Kaution?" after "Wie hoch ist die Miete?" asks how high
// the deposit is. What can't be put in its place is said behind it, so that nothing is lost and nothing is said in another language.
import { isSpace, oneOf, withoutEnd } from '../text/characters.js';
import type { EarlierTurn, Standing } from '../pack/language-pack.js';
import { timeReader, type TimeWords } from '../times/time-words.js';

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
  /** "Jetzt", "alors", "vous": with nothing else a turn names nothing that could be asked of. Whole words. */
  readonly empty: RegExp;
  /** "Wer leitet den Verein?": who does something to a thing does it to no other one, as "und das Konto?" may be asked of any. */
  readonly actsOn: RegExp;
  /** "Dem", "der" behind "mit" as they are where nothing stands before them: "die". */
  readonly bare?: Readonly<Record<string, string>>;
  readonly times: TimeWords;
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
  if (earlier === undefined || isEmpty(joints, said) || isTooLong(text, earlier)) return { is: 'alone', text };
  if (opening !== '' && isFragment(joints, said, text)) return replaced(joints, nominative(joints, opening, said), earlier.question);
  return leansBack(joints, said) ? joined(joints, said, earlier.question) : { is: 'alone', text };
}

/** "Na und?", "Et alors ?" */
function isEmpty({ empty }: LocalJoints, said: string): boolean {
  return said.split(/\s+/u).every((word) => word === '' || empty.test(word));
}

/** "Was ist mit der Kaution?" asks of "die Kaution". */
function nominative({ bare: forms }: LocalJoints, opening: string, said: string): string {
  const [, article = '', rest = ''] = /^(\p{L}+)\s(.+)$/u.exec(said) ?? [];
  const form = / (?:mit|bei|um) $/iu.test(opening) ? forms?.[article.toLowerCase()] : undefined;
  return form === undefined ? said : `${form} ${rest}`.trim();
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

/** Only what begins alike takes another's place: an article's thing that of an article, a preposition's that of the same one, and a time no thing's. */
function replaced(joints: LocalJoints, said: string, before: string): Standing {
  const words = bare(before).split(/\s+/u);
  const at = placeLike(joints, said, words);
  const next = words.findIndex((word, place) => place > at + 1 && (joints.prepositions.test(word) || isVerbLast(joints, word)));
  const end = next === -1 ? words.length : next;
  if (at === -1 || speaksOfTime(joints, said) !== speaksOfTime(joints, words.slice(at, end).join(' '))) return joined(joints, said, before);
  const text = `${[...words.slice(0, at), said, ...words.slice(end)].join(' ')}${mark(before)}`;
  // Where nothing follows the whole end of the question was replaced, and little can be meant otherwise.
  return { is: next === -1 && !joints.actsOn.test(before.trim()) ? 'rewritten' : 'guessed', text };
}

/** Of the word that opens what begins as the follow-up does; -1 where nothing does. */
function placeLike({ prepositions, articles }: LocalJoints, said: string, words: readonly string[]): number {
  const [first = ''] = said.toLowerCase().split(/\s+/u);
  if (prepositions.test(first)) return words.findIndex((word, place) => place > 0 && word.toLowerCase() === first);
  return articles.test(first) ? words.findIndex((word, place) => place > 0 && articles.test(word)) : -1;
}

function speaksOfTime({ times }: LocalJoints, text: string): boolean {
  return timeReader(times).timesIn(text).size > 0;
}

/** "Wann wurde das Haus gebaut?": what stands last is no part of the thing. */
function isVerbLast({ asks }: LocalJoints, word: string): boolean {
  return asks.test(word);
}

function joined({ and }: LocalJoints, said: string, before: string): Standing {
  const own = said.replace(/^¿\s?/u, '');
  return { is: 'guessed', text: `${bare(before)}, ${and} ${own.charAt(0).toLowerCase()}${own.slice(1)}${mark(before)}` };
}

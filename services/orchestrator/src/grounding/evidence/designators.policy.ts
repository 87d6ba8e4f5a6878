// "Contract A" is not "Contract B": of things of one kind a letter or a number says which one is meant, and no word of the sentence need differ.
import { english } from '@docmind/language';
import { type Candidate, inContext, plainName } from './candidates.policy.js';

const { sidesAsked, sidesIn } = english.guards;

/** Which of a kind: `contract` has `a`. */
export type Designators = ReadonlyMap<string, ReadonlySet<string>>;

/** Kinds whose members have numbers. Of other words a number is an amount: "within 30 days". */
const NUMBERED = new Set(
  (
    'annex appendix article batch building chapter class clause contract exhibit flat floor gate group invoice level line lot model module ' +
    'option order part phase plan platform release room section series stage step table tier track type unit version zone'
  ).split(' '),
);
const OPENING_WORDS = 2;
const LETTER = /^\p{Lu}$/u;
const NUMBER = /^\d{1,4}\p{Lu}?$/u;

/**
 * Whether a sentence stands among what is said of another one than the question names, of another year, season or colour or of the other side, and nowhere
 * near what is said of that one. The question is read once for all sentences.
 */
export function isOfAnother(question: string): (candidate: Candidate) => boolean {
  const [asked, sides] = [designatorsIn(question), sidesAsked(question)];
  return (candidate) => speakOfOthers(asked, around(candidate)) || isOfAnotherSide(sides, sidesIn, candidate);
}

/** Whether a sentence speaks of others of a kind than are asked for, and neither it nor what it stands under of those. */
export function isOfAnotherSide(asked: Designators, sidesOf: (text: string) => Designators, candidate: Candidate): boolean {
  const { text, before } = candidate;
  if (asked.size === 0 || !speakOfOthers(asked, sidesOf(text))) return false;
  // What the sentence before says is said of something else, unless this one goes on about it: "It blinks".
  const goesOn = english.talk.refersBack(text.split(' ', OPENING_WORDS).join(' '));
  return speakOfOthers(asked, sidesOf(goesOn ? `${inContext(candidate)}\n${before}` : inContext(candidate)));
}

/** Whether two sentences stand in what is said of two things of one kind. */
export function areOfOthers(one: Candidate, other: Candidate): boolean {
  return speakOfOthers(around(one), around(other));
}

function speakOfOthers(asked: Designators, found: Designators): boolean {
  return [...asked].some(([kind, labels]) => {
    const others = found.get(kind);
    return others !== undefined && [...labels].every((label) => !others.has(label));
  });
}

/** In a name letters are small: "contract-b.md". */
function around({ text, passage: { documentName, heading = '' } }: Candidate): Designators {
  const name = plainName(documentName).replace(/\b[a-z]\b/gu, (letter) => letter.toUpperCase());
  return designatorsIn(`${name}. ${heading}. ${text}`);
}

function designatorsIn(text: string): Designators {
  const found = new Map<string, Set<string>>();
  let kind = '';
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const between = index === end + 1 ? text.charAt(end) : '';
    if (/[ -]/u.test(between) && designates(kind, word, between === '-'))
      found.set(kind, (found.get(kind) ?? new Set()).add(word.toLowerCase()));
    else kind = kindAfter(kind, word);
    end = index + word.length;
  }
  return found;
}

/** "Contract A and B" has two of the first word's kind. */
function kindAfter(kind: string, word: string): string {
  return word === 'and' || word === 'or' || LETTER.test(word) ? kind : kindOf(word);
}

/** A number with a hyphen is part of a name, whatever is numbered: "vega-3". */
function designates(kind: string, word: string, isHyphened: boolean): boolean {
  if (kind === '' || word === 'I') return false;
  return LETTER.test(word) || (NUMBER.test(word) && (isHyphened || NUMBERED.has(kind)));
}

/** The stem of a word that means something; empty for "is" and "the". */
function kindOf(word: string): string {
  if (word.length < 3 || /\p{N}/u.test(word)) return '';
  const [stem = ''] = english.words.contentWords(word);
  return stem;
}

// A sentence may have all words of a question and say them of something else: of another month, the other way round, or of the other side of a pair.
import { type LanguagePack, packOf } from '@docmind/language';
import type { Candidate } from './candidates.policy.js';
import { type Designators, isOfAnotherSide } from './designators.policy.js';

/** Fewer words in common say nothing of what a part of a sentence is about. */
const COMMON_WORDS = 2;

/**
 * Whether a sentence says of another month, weekday, season or period, with who and whom turned round, or of the other of two opposites that it speaks
 * of, what is asked. It stays the likest one, so nothing else is the best for want of it. The question is read once.
 */
export function turnedFrom(question: string, pack: LanguagePack): (candidate: Candidate) => boolean {
  const times = timesAsked(question, pack);
  const isTurnedRound = pack.guards.turnedRoundFrom(question);
  const aboutIt = partsAbout(question, pack);
  const sides = sidesOf(question, pack);
  const isOther = (text: string): boolean => {
    if (isTurnedRound === undefined && sides.size === 0) return false;
    const { parts, isCommon } = aboutIt(text);
    if ([text, ...parts].some((part) => isTurnedRound?.(part))) return true;
    return isCommon && sides.size > 0 && parts.every((part) => areOpposed(sides, sidesOf(part, pack)));
  };
  return (candidate) => isOfAnotherSide(times, timesIn, candidate) || (candidate.row === undefined && isOther(candidate.text));
}

/** "When is the May issue printed?" may be answered by a day in April. */
function timesAsked(question: string, { guards, questions }: LanguagePack): Designators {
  const asked = guards.timesAsked(question);
  return questions.answerKindOf(question) === 'time' ? new Map([...asked].filter(([kind]) => kind !== 'month')) : asked;
}

/** By the words of the text's own language: a German page is asked in English when the fair is. */
function timesIn(text: string): Designators {
  return packOf(text).guards.timesIn(text);
}

/**
 * The parts of a sentence that have most words of the question: "after the tour the uniforms are cleaned" beside "before the tour the coach is booked". None
 * where it is all one.
 */
function partsAbout(question: string, { words, sentences }: LanguagePack): (text: string) => { parts: string[]; isCommon: boolean } {
  const stemsIn = (text: string): string[] =>
    words.tokenise(text).flatMap(({ lower }) => (words.questionStopWords.has(lower) ? [] : [words.stem(lower)]));
  const asked = new Set(stemsIn(question));
  return (text) => {
    const all = sentences.parts(text).map((part) => ({ part, common: new Set(stemsIn(part).filter((word) => asked.has(word))).size }));
    const most = Math.max(0, ...all.map(({ common }) => common));
    const parts = all.length < 2 ? [] : all.filter(({ common }) => common === most).map(({ part }) => part);
    return { parts, isCommon: parts.length > 0 && most >= COMMON_WORDS };
  };
}

type Opposites = ReadonlyMap<number, readonly string[]>;

function sidesOf(text: string, { words, guards }: LanguagePack): Opposites {
  const lower = words.tokenise(text).map((token) => token.lower);
  return guards.oppositesIn(lower, lower.map(words.stem));
}

function areOpposed(asked: Opposites, said: Opposites): boolean {
  return [...asked].some(([group, sides]) => {
    const others = said.get(group);
    return others !== undefined && !others.some((other) => sides.includes(other));
  });
}

import { english } from '@docmind/language';
import type { QuestionFacts } from './question-facts.policy.js';

const { isNumbered } = english.questions;
const { questionStopWords, stem, synonymOf } = english.words;

/**
 * "The mobile number" is not "the phone number", nor is "the net salary" "the salary": what stands before the name of a value says which one is
 * meant. Returns such a word of one side that the other lacks, whatever name the value has there.
 */
export function narrowedOtherwise(asked: QuestionFacts, stored: QuestionFacts): string | undefined {
  const word = onlyIn(asked, stored) ?? onlyIn(stored, asked);
  return word === undefined ? undefined : `"${word}" says which value is asked for, and stands on one side only`;
}

function onlyIn(one: QuestionFacts, other: QuestionFacts): string | undefined {
  if (!other.tokens.some(({ lower }) => isNumbered(lower))) return undefined;
  const there = new Set(other.stems.map(synonymOf));
  return narrowing(one).find((word) => !there.has(synonymOf(stem(word))));
}

/** The words right before a value's name: "mobile phone" of "Rashid's mobile phone number". Whose it is doesn't say which one. */
function narrowing({ tokens, possessors }: QuestionFacts): string[] {
  const end = tokens.findIndex(({ lower }, at) => isNumbered(lower) && !isNumbered(tokens[at + 1]?.lower ?? ''));
  const before = tokens.slice(0, Math.max(0, end));
  const start = before.findLastIndex(({ lower }) => questionStopWords.has(lower) || possessors.includes(stem(lower)));
  return before.slice(start + 1).map(({ lower }) => lower);
}

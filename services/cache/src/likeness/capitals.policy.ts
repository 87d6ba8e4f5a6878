import { english, isInCapitals } from '@docmind/language';
import type { QuestionFacts } from './question-facts.policy.js';

/**
 * "Can US firms join?" is not "Can us firms join?": a small word in capitals is a name. Returns why the two can't share an answer. A
 * question that is all in capitals says nothing by them.
 */
export function capitalsDiffer(asked: QuestionFacts, stored: QuestionFacts): string | undefined {
  const both = [asked, stored].map(namesInCapitals);
  if (both.some((names) => names === undefined)) return undefined;
  const words = new Set(both.flatMap((names) => names ?? []));
  const [left = '', right = ''] = [asked, stored].map((facts) => saidOf(words, facts));
  return left === right ? undefined : `a word in capitals is another word: "${[left, right].sort().join('" against "')}"`;
}

function namesInCapitals({ tokens }: QuestionFacts): string[] | undefined {
  const inCapitals = tokens.filter(({ surface }) => isInCapitals(surface));
  if (inCapitals.length === tokens.length) return undefined;
  return inCapitals.map(({ lower }) => lower).filter((word) => english.words.questionStopWords.has(word));
}

/** Where these words stand, each as a name or as the small word it is otherwise. */
function saidOf(words: ReadonlySet<string>, { tokens }: QuestionFacts): string {
  const said = tokens.filter(({ lower }) => words.has(lower));
  return said.map(({ surface, lower }) => (isInCapitals(surface) ? surface : lower)).join(' ');
}

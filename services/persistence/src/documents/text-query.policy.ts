import { anyLanguage, holdsUnspaced, pairedLetters } from '@docmind/language';

/** A word that a full-text index is asked for. */
export interface TextTerm {
  readonly word: string;
  /** Any word that begins so. */
  readonly isPrefix: boolean;
}

const MAX_TERMS = 64;

/** The telling words of a question, once each; none when it holds no word to search for. */
export function toTextTerms(question: string): TextTerm[] {
  const terms = anyLanguage.words.searchTerms(question).flatMap(indexedFormsOf);
  const distinct = new Map(terms.map((term) => [`${term.word}${term.isPrefix ? '*' : ''}`, term]));
  return [...distinct.values()].slice(0, MAX_TERMS);
}

/** A word of a script without spaces is found by its pairs of letters, as the index has them; a single letter by the pairs that it begins. */
function indexedFormsOf(term: string): TextTerm[] {
  if (!holdsUnspaced(term)) return [{ word: term, isPrefix: false }];
  const pairs = pairedLetters(term).trim().split(/\s+/u);
  const whole = pairs.filter((pair) => [...pair].length > 1);
  return whole.length > 0 ? whole.map((word) => ({ word, isPrefix: false })) : pairs.map((word) => ({ word, isPrefix: true }));
}

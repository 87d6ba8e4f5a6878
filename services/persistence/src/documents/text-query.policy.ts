import { anyLanguage, holdsUnspaced, pairedLetters } from '@docmind/language';

const MAX_TERMS = 64;

/**
 * A question as an FTS5 query: any of its telling words, each quoted, so that nothing in it is read as FTS5 syntax.
 * @returns undefined when it holds no word to search for.
 */
export function toFtsQuery(question: string): string | undefined {
  const terms = [...new Set(anyLanguage.words.searchTerms(question).flatMap(indexedFormsOf))].slice(0, MAX_TERMS);
  return terms.length === 0 ? undefined : terms.join(' OR ');
}

/** A word of a script without spaces is found by its pairs of letters, as the index has them; a single letter by the pairs that it begins. */
function indexedFormsOf(term: string): string[] {
  if (!holdsUnspaced(term)) return [`"${term}"`];
  const pairs = pairedLetters(term).trim().split(/\s+/u);
  const whole = pairs.filter((pair) => [...pair].length > 1);
  return whole.length > 0 ? whole.map((pair) => `"${pair}"`) : pairs.map((letter) => `"${letter}"*`);
}

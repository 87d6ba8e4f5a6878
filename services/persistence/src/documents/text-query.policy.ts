import { english } from '@docmind/language';

const MAX_TERMS = 64;

/**
 * A question as an FTS5 query: any of its telling words, each quoted, so that nothing in it is read as FTS5 syntax.
 * @returns undefined when it holds no word to search for.
 */
export function toFtsQuery(question: string): string | undefined {
  const terms = english.words.searchTerms(question).slice(0, MAX_TERMS);
  return terms.length === 0 ? undefined : terms.map((term) => `"${term}"`).join(' OR ');
}

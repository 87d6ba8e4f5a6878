import { SEARCH_STOP_WORDS } from './stop-words.js';
import { tokenise } from './tokenise.js';

/** The telling words of a question, each once, as a full-text index cuts them: "26.10" is 26 and 10. All words where none is telling. */
export function searchTerms(text: string): string[] {
  const terms = new Set(tokenise(text).flatMap(({ lower }) => lower.match(/[\p{L}\p{N}]+/gu) ?? []));
  const telling = [...terms].filter((term) => !SEARCH_STOP_WORDS.has(term));
  return telling.length > 0 ? telling : [...terms];
}

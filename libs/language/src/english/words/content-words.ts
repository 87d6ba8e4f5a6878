import { AMBIGUOUS_FORMS } from './irregular-forms.js';
import { stem } from './stems.js';
import { CONTENT_STOP_WORDS } from './stop-words.js';
import { tokenise } from './tokenise.js';

const BASES: ReadonlyMap<string, string> = new Map(
  AMBIGUOUS_FORMS.flatMap(([base = '', ...forms]) => forms.map((form) => [form, base] as const)),
);

/** Every word in lower case; of a compound its parts as well: "nightly-builds" is nightly and builds too. */
export function wordsIn(text: string): string[] {
  return tokenise(text).flatMap(({ lower }) => {
    const word = lower.endsWith('%') ? lower.slice(0, -1) : lower;
    const parts = word.split(/[-/:@]/u);
    return parts.length > 1 ? [word, ...parts.filter((part) => part !== '')] : [word];
  });
}

/** The stems of the words that carry meaning, as evidence is looked for: here a form too many does less harm than one that is missed. */
export function contentWords(text: string): Set<string> {
  return new Set(
    wordsIn(text)
      .filter((word) => word.length > 1 && !CONTENT_STOP_WORDS.has(word))
      .map((word) => (isIdentifier(word) ? word : stem(BASES.get(word) ?? word))),
  );
}

/** "query_timeout_ms" has no plural. */
function isIdentifier(word: string): boolean {
  return /[_./:@]/u.test(word);
}

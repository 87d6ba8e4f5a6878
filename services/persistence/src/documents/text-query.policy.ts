const TERM = /[\p{L}\p{N}]+/gu;
const MAX_TERMS = 64;

/** Words nearly every English passage holds: they rank nothing, and matching them reads most of the index. */
const FREQUENT = new Set(
  (
    'a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my not of on or our ' +
    'should so than that the their them then there these they this those to us was we were what when where which who why will with would you your'
  ).split(' '),
);

/**
 * A question as an FTS5 query: any of its telling words, each quoted, so that nothing in it is read as FTS5 syntax.
 * @returns undefined when it holds no word to search for.
 */
export function toFtsQuery(question: string): string | undefined {
  const words = wordsOf(question);
  const telling = words.filter((word) => !FREQUENT.has(word));
  const chosen = (telling.length > 0 ? telling : words).slice(0, MAX_TERMS);
  return chosen.length === 0 ? undefined : chosen.map((word) => `"${word}"`).join(' OR ');
}

function wordsOf(question: string): string[] {
  const words = [...question.normalize('NFC').matchAll(TERM)].map(([word]) => word.toLowerCase());
  return [...new Set(words)];
}

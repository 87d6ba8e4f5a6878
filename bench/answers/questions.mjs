// The questions of the pack, or a part of them in which every kind and language keeps its share.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The second has shorter documents, tables of HTML and csv, and units that the documents don't use; the third was kept apart from all fitting. */
export const PACKS = {
  first: new URL('./', import.meta.url),
  second: new URL('second/', import.meta.url),
  third: new URL('third/', import.meta.url),
};
export const FIRST_PACK = PACKS.first;

export function readQuestions(pack = FIRST_PACK) {
  return readLines(readFileSync(new URL('questions.jsonl', pack), 'utf8'));
}

export const readLines = (text) =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

/**
 * Every n-th question of the list by kind and language: the same each time, and each group within one of its share. They come mixed, so that a
 * run that is stopped has some of each.
 */
export function sampleOf(questions, count) {
  if (count >= questions.length) return questions;
  const keyOf = ({ kind, language, id }) => `${kind} ${language} ${id}`;
  const sorted = [...questions].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const chosen = Array.from({ length: count }, (_, n) => sorted[Math.floor(((n + 0.5) * sorted.length) / count)]);
  const place = ({ id }) => createHash('sha256').update(id).digest('hex');
  return chosen.sort((one, other) => (place(one) < place(other) ? -1 : 1));
}

import { splitSentences } from '../../text/sentences.js';
import { words } from '../../text/word-lists.js';

/** A full stop after one of these ends no sentence. */
export const ABBREVIATIONS = words('approx cf dr e.g etc fig i.e inc ltd mr mrs ms no st vs');
const LONGEST = Math.max(...ABBREVIATIONS.map((word) => word.length));

/** Sentences, headings, list items and table rows in order. */
export function sentencesOf(text: string): string[] {
  return splitSentences(text, isAbbreviated);
}

function isAbbreviated(part: string): boolean {
  if (!part.endsWith('.')) return false;
  const last = part.slice(-LONGEST - 2, -1).toLowerCase();
  return ABBREVIATIONS.some((word) => last.endsWith(word) && !/\w/u.test(last.at(-word.length - 1) ?? ''));
}

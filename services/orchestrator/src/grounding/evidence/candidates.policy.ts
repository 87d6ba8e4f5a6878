import type { Passage } from '@docmind/contracts';
import { anyLanguage } from '@docmind/language';

/** A sentence of a passage that may answer the question. */
export interface Candidate {
  readonly text: string;
  /** The sentence before it in the passage, which "it" and "they" may stand for; empty for the first. */
  readonly before: string;
  readonly passage: Passage;
  /** Of the passage among those that were found, from 0. */
  readonly rank: number;
  /** Where the sentence stands in the passage's text, in UTF-16 units, the end not included. */
  readonly start: number;
  readonly end: number;
}

/** The sentence under its document's name and its heading. "Port 7443." says little without "Web console". */
export function inContext({ text, passage }: Pick<Candidate, 'text' | 'passage'>): string {
  return `${titleOf(passage)}: ${text}`;
}

export function titleOf({ documentName, heading }: Pick<Passage, 'documentName' | 'heading'>): string {
  const name = plainName(documentName);
  return heading === undefined ? name : `${name}, ${heading}`;
}

/** "retention-policy.md" as words. */
export function plainName(documentName: string): string {
  const end = documentName.lastIndexOf('.');
  return (end > 0 ? documentName.slice(0, end) : documentName).replaceAll(/[_.-]/gu, ' ');
}

/** All sentences of the passages. Neighbouring passages overlap, so the same sentence may come twice: the better passage's counts. */
export function candidatesOf(passages: readonly Passage[]): Candidate[] {
  const seen = new Set<string>();
  return passages.flatMap((passage, rank) => {
    let from = 0;
    let before = '';
    return anyLanguage.sentences.split(passage.text).flatMap((text) => {
      const place = placeOf(text, passage.text, from);
      from = place.end;
      const candidate = { text, before, passage, rank, ...place };
      before = text;
      if (seen.has(text)) return [];
      seen.add(text);
      return [candidate];
    });
  });
}

/**
 * Where a sentence stands in the text that it was cut from, from a place on. Line breaks and marks of bullets may have been replaced within
 * it, so both are read without white space. Not found: an empty place where the search began. Linear in what lies between.
 */
export function placeOf(sentence: string, text: string, from = 0): { start: number; end: number } {
  const direct = text.indexOf(sentence, from);
  if (direct !== -1) return { start: direct, end: direct + sentence.length };
  const wanted = visible(sentence, 0);
  const there = visible(text, from);
  const at = there.text.indexOf(wanted.text);
  if (at === -1 || wanted.text === '') return { start: from, end: from };
  return { start: there.places[at] ?? from, end: (there.places[at + wanted.text.length - 1] ?? from) + 1 };
}

function visible(text: string, from: number): { text: string; places: number[] } {
  const places: number[] = [];
  let kept = '';
  for (let at = from; at < text.length; at += 1) {
    if (/\s/u.test(text.charAt(at))) continue;
    kept += text.charAt(at);
    places.push(at);
  }
  return { text: kept, places };
}

import type { Passage } from '@docmind/contracts';
import { packOf } from '@docmind/language';
import { answersAsked, joinedFragments, type Part } from './parts.policy.js';
import { linesOfCells, spelledOut, type TableRow, tableRowsOf } from './table-rows.policy.js';

export interface Cell {
  readonly value: string;
  readonly others: readonly string[];
  /** The question names its row, and not its column: it may ask for something else. */
  readonly isUnasked?: boolean;
  /** The question names its row and its column, in words of its own, and says nothing else. */
  readonly isMeant?: boolean;
}

/** A sentence of a passage that may answer the question. */
export interface Candidate {
  readonly text: string;
  /** The sentence before it in the passage, which "it" and "they" may stand for; empty for the first. */
  readonly before: string;
  /** The question that it follows, of a list of questions and answers; empty elsewhere. */
  readonly topic?: string;
  readonly passage: Passage;
  /** Of the passage among those that were found, from 0. */
  readonly rank: number;
  /** Where the sentence stands in the passage's text, in UTF-16 units, the end not included. */
  readonly start: number;
  readonly end: number;
  /** Where it is a row of a table whose columns have names. */
  readonly row?: TableRow;
  /** Where it is one cell of a row, which stands from `start` to `end`: what the cell says, and what the row's other cells do. */
  readonly cell?: Cell;
}

/** The sentence under its document's name and its heading. "Port 7443." says little without "Web console". */
export function inContext({ text, topic = '', passage }: Pick<Candidate, 'text' | 'topic' | 'passage'>): string {
  return `${titleOf(passage)}: ${topic === '' ? text : `${topic} ${text}`}`;
}

/** As an answer quotes it: a row of a table with the names of its columns. */
export function asAnswer({ text, row }: Pick<Candidate, 'text' | 'row'>): string {
  return (row && spelledOut(row)) ?? text;
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

/**
 * All sentences of the passages, and each row of a table for itself. Neighbouring passages overlap, so the same may come twice: the better
 * passage's counts. Rows of two tables may read alike and are two.
 */
export function candidatesOf(passages: readonly Passage[]): Candidate[] {
  const seen = new Set<string>();
  return passages.flatMap((passage, rank) => {
    let before = '';
    return partsOf(passage).flatMap((part) => {
      const candidate = { ...part, before, passage, rank };
      before = part.text;
      const key = part.row === undefined ? part.text : `${part.row.table.id}\n${part.text}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [candidate];
    });
  });
}

function partsOf(passage: Passage): Part[] {
  const { text } = passage;
  const parts: Part[] = [];
  let from = 0;
  const addProse = (until: number): void => {
    const first = from;
    for (const line of linesOfCells(text.slice(first, until))) {
      const [start, end] = [first + line.start, first + line.end];
      parts.push(...sentencesOf(passage, from, start), { text: text.slice(start, end), start, end });
      from = end;
    }
    parts.push(...sentencesOf(passage, from, until));
  };
  for (const row of tableRowsOf(passage)) {
    addProse(row.start);
    const { start, end } = row;
    const spelled = row.table.isFile ? spelledOut(row) : undefined;
    parts.push({ text: spelled ?? text.slice(start, end), start, end, row });
    from = end;
  }
  addProse(text.length);
  return parts;
}

function sentencesOf({ text }: Passage, start: number, end: number): Part[] {
  const prose = text.slice(start, end);
  let at = 0;
  const found = packOf(text)
    .sentences.split(prose)
    .map((sentence): Part => {
      const place = placeOf(sentence, prose, at);
      at = place.end;
      return { text: sentence, start: start + place.start, end: start + place.end };
    });
  return answersAsked(joinedFragments(found, text), text);
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

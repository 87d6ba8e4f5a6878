// A passage as a person reads it: headings, rows of tables, points of lists and plain lines, each with the place of its text, so that a quote can be
// marked in whatever form it is shown. Markup is told by the beginning of a line alone.

import { barredCells, separatedCells } from './cells.policy.js';

export interface Run {
  readonly text: string;
  /** In the passage's text, in UTF-16 units. */
  readonly start: number;
}
export type Block =
  | { readonly kind: 'heading' | 'item' | 'line'; readonly run: Run }
  | { readonly kind: 'table'; readonly rows: readonly (readonly Run[])[] };

/** A line that reaches so far was broken by its writer's editor, and the next one goes on with it. */
const BROKEN_FROM = 50;
const HEADING = /^#{1,6} /;
const ITEM = /^\s{0,12}(?:[-*•]|\d{1,3}[.)]) /;

/** `code` keeps its lines; `separated` is a csv or tsv file, all of whose lines are rows. */
export type Form = 'prose' | 'code' | 'separated';

export function blocksOf(text: string, form: Form = 'prose'): Block[] {
  const lines = linesOf(text);
  if (form === 'code') return lines.map((run) => ({ kind: 'line', run }));
  const cellsOf = form === 'separated' ? separatedCells(lines.find((line) => line.text.trim() !== '')?.text ?? '') : barredCells;
  const blocks: Block[] = [];
  let isBelowRow = false;
  for (const line of lines) {
    const cells = cellsOf(line);
    if (cells) addRow(cells, blocks, isBelowRow);
    else addLine(line, blocks, text);
    isBelowRow = cells !== undefined;
  }
  return blocks;
}

/** Rows that follow each other are one table; the rule below its head is drawn anyway. */
function addRow(cells: readonly Run[], blocks: Block[], isBelowRow: boolean): void {
  const before = blocks.at(-1);
  if (cells.every(({ text }) => /^:?-+:?$/.test(text))) return;
  if (isBelowRow && before?.kind === 'table') blocks.splice(-1, 1, { kind: 'table', rows: [...before.rows, cells] });
  else blocks.push({ kind: 'table', rows: [cells] });
}

function addLine(line: Run, blocks: Block[], text: string): void {
  const block = blockOf(line);
  const before = blocks.at(-1);
  if (block?.kind === 'line' && before && goesOn(before, line, text)) blocks.splice(-1, 1, joined(before, line, text));
  else if (block) blocks.push(block);
}

type Lines = Extract<Block, { run: Run }>;

function goesOn(before: Block, line: Run, text: string): before is Lines {
  if (before.kind !== 'line' && before.kind !== 'item') return false;
  const end = before.run.start + before.run.text.length;
  const lastLine = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  return end + 1 === line.start && lastLine.length >= BROKEN_FROM;
}

function joined({ kind, run }: Lines, line: Run, text: string): Block {
  return { kind, run: { start: run.start, text: text.slice(run.start, line.start + line.text.length) } };
}

/** A run in three pieces: before the mark, in it, and after it. Any may be empty. */
export function cut(run: Run, mark: { readonly start: number; readonly end: number } | undefined): readonly [string, string, string] {
  if (mark === undefined) return [run.text, '', ''];
  const from = clamp(mark.start - run.start, run.text.length);
  const to = clamp(mark.end - run.start, run.text.length);
  return [run.text.slice(0, from), run.text.slice(from, to), run.text.slice(to)];
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

function linesOf(text: string): Run[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const run = { text: line, start };
    start += line.length + 1;
    return run;
  });
}

function blockOf({ text, start }: Run): Extract<Block, { run: Run }> | undefined {
  if (text.trim() === '') return undefined;
  const heading = HEADING.exec(text)?.[0];
  if (heading !== undefined) return { kind: 'heading', run: { text: text.slice(heading.length), start: start + heading.length } };
  const marker = ITEM.exec(text)?.[0];
  if (marker === undefined) return { kind: 'line', run: { text, start } };
  // A numbered point keeps its number.
  const hidden = /\d/.test(marker) ? 0 : marker.length;
  return { kind: 'item', run: { text: text.slice(hidden), start: start + hidden } };
}

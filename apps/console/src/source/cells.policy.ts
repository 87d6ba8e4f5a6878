// Cells of a line of a table, each with the place of its text.
import type { Run } from './blocks.policy.js';

export type CellsOf = (line: Run) => Run[] | undefined;

const SEPARATORS = [',', ';', '\t', '|'] as const;

/** Of Markdown's tables, and of those that a reader wrote down with bars between their cells. Undefined of a line that is no row. */
export function barredCells(line: Run): Run[] | undefined {
  const { text } = line;
  if (text.startsWith('|') && text.trimEnd().endsWith('|') && text.length > 2) return split(line, '|').slice(1, -1);
  return text.includes(' | ') ? split(line, ' | ') : undefined;
}

/** Of a csv or tsv file, by the sign that its first line has most of. What is quoted is one cell, and shown without its quotes. */
export function separatedCells(firstLine: string): CellsOf {
  const counts = SEPARATORS.map((sign) => firstLine.split(sign).length);
  const separator = SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
  return (line) => (line.text.trim() === '' ? undefined : quotedCells(line, separator));
}

function split({ text, start }: Run, bar: string): Run[] {
  let at = start;
  return text.split(bar).map((cell) => {
    const run = trimmed(cell, at);
    at += cell.length + bar.length;
    return run;
  });
}

function quotedCells({ text, start }: Run, separator: string): Run[] {
  const cells: Run[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '"') isQuoted = !isQuoted;
    if (at < text.length && (sign !== separator || isQuoted)) continue;
    cells.push(unquoted(trimmed(text.slice(from, at), start + from)));
    from = at + 1;
  }
  return cells;
}

function trimmed(cell: string, start: number): Run {
  return { text: cell.trim(), start: start + cell.length - cell.trimStart().length };
}

function unquoted(cell: Run): Run {
  const isQuoted = cell.text.length > 1 && cell.text.startsWith('"') && cell.text.endsWith('"');
  return isQuoted ? { text: cell.text.slice(1, -1), start: cell.start + 1 } : cell;
}

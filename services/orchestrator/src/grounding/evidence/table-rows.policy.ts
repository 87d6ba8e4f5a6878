// Tables as the readers leave them in a passage: Markdown's own lines, cells joined by " | " where the format had a table of its own, and the lines
// of a .csv or .tsv file.
import type { Passage } from '@docmind/contracts';
import { isSpace, oneOf, withoutEnd, withoutStart } from '@docmind/language';

/** A row of a table whose columns have names. */
export interface TableRow {
  /** In the passage's text, white space around it left out. */
  readonly start: number;
  readonly end: number;
  readonly cells: readonly string[];
  readonly isHeader: boolean;
  readonly table: Table;
}

export interface Table {
  /** Where several documents have the same row, this tells them apart. */
  readonly id: string;
  readonly columns: readonly string[];
  /** The lines of a .csv or .tsv file. */
  readonly isFile: boolean;
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Between a heading and the names of columns, and between two headings. */
const TRAIL = ' > ';
const isMark = oneOf('*_`');
const isRuler = oneOf('|-: ');
export const startsAsName = /^\p{L}/u;
const hasFigure = /\d/u;

/** Under its heading alone: a later part of a table has the names of its columns behind it. */
export function withoutColumns<Under extends Pick<Passage, 'heading' | 'documentName'>>(passage: Under): Under {
  const { heading = '', ...rest } = passage;
  const at = heading.lastIndexOf(TRAIL);
  if (!heading.slice(Math.max(0, at)).includes(separatorOf(passage.documentName, heading))) return passage;
  return (at === -1 ? rest : { ...rest, heading: heading.slice(0, at) }) as Under;
}

/** What a line's cells are told apart by: of a separated file the mark that its names of columns have most of. */
function separatorOf(documentName: string, names: string): string {
  if (!/\.(?:csv|tsv)$/iu.test(documentName)) return '|';
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: names.split(mark).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark;
}

/** The rows, the header with them, of the tables whose columns are known by name. Others are no more than lines. */
export function tableRowsOf(passage: Pick<Passage, 'text' | 'heading' | 'documentId' | 'documentName' | 'index'>): TableRow[] {
  const { text: whole, heading = '', documentName } = passage;
  const { heading: above = '' } = withoutColumns(passage);
  const separator = separatorOf(documentName, heading === '' ? whole.slice(0, whole.indexOf('\n') + 1) : heading);
  const isFile = separator !== '|';
  const cut = (line: string): string[] => (isFile ? separatedCells(line, separator) : cellsOf(line));
  const later = above === heading ? undefined : cut(heading.slice(above === '' ? 0 : above.length + TRAIL.length));
  return tablesOf(whole, separator, cut).flatMap((lines, at) => {
    const rows = lines.filter(({ text }) => isFile || !isBetween(text));
    const own = isFile ? fileColumns(rows, passage, cut) : ownColumns(lines, rows);
    // Only the passage's first line can go on a table that began before it.
    const columns = own ?? (at === 0 && lines[0]?.start === 0 ? later : undefined);
    if (columns === undefined) return [];
    const table = { id: [passage.documentId, above, ...columns].join('\n'), columns, isFile };
    const names = columns.join(TRAIL);
    return rows.map(({ start, end, text }, row): TableRow => {
      const cells = cut(text);
      return { start, end, cells, isHeader: row === 0 && (own !== undefined || cells.join(TRAIL) === names), table };
    });
  });
}

/** Rows of tables whose columns have no names that are known: no sentence goes on from one to the next. In one piece of text, ordered. */
export function linesOfCells(text: string): Pick<Line, 'start' | 'end'>[] {
  return tablesOf(text, '|', cellsOf).flatMap((lines) => (lines.length > 1 ? lines.filter((line) => !isBetween(line.text)) : []));
}

/** A row as a person reads it: "Part: C-9, Qty: 220"; undefined where cells and names don't agree, and for the names themselves. */
export function spelledOut({ cells, isHeader, table: { columns } }: TableRow): string | undefined {
  if (isHeader || cells.length > columns.length) return undefined;
  return cells.flatMap((cell, at) => (cell === '' ? [] : [columns[at] === '' ? cell : `${columns[at]}: ${cell}`])).join(', ');
}

/** Lines of several cells that follow each other. */
function tablesOf(text: string, separator: string, cut: (line: string) => string[]): Line[][] {
  const tables: Line[][] = [];
  let from = 0;
  let isOpen = false;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const start = from + raw.length - raw.trimStart().length;
    const isRow = line.includes(separator) && cut(line).length > 1;
    if (isRow && !isOpen) tables.push([]);
    if (isRow) tables.at(-1)?.push({ start, end: start + line.length, text: line });
    isOpen = isRow;
    from += raw.length + 1;
  }
  return tables;
}

/** Markdown says with a line of dashes that the first row names the columns; elsewhere names stand over figures. */
function ownColumns([, second]: readonly Line[], [first, ...body]: readonly Line[]): string[] | undefined {
  if (first === undefined || body.length === 0) return undefined;
  const said = cellsOf(first.text);
  if (second && isBetween(second.text)) return said;
  const rows = body.map(({ text }) => cellsOf(text));
  // Over the rows' own names often nothing stands, and a page keeps no empty cell.
  const names = rows.every((cells) => cells.length === said.length + 1) ? ['', ...said] : said;
  const areNames = names.every((name) => name === '' || startsAsName.test(name));
  return areNames && standOverFigures(names, rows) ? names : undefined;
}

/** In most cells, or in each cell of one column. */
function standOverFigures(names: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const values = rows.flatMap((cells) => cells.slice(1)).filter((cell) => cell !== '');
  if (values.filter((value) => hasFigure.test(value)).length * 2 > values.length) return true;
  return rows.length > 1 && names.some((name, at) => !hasFigure.test(name) && rows.every((cells) => hasFigure.test(cells[at] ?? '')));
}

/** The first line of the file. */
function fileColumns([first]: readonly Line[], { index }: Pick<Passage, 'index'>, cut: (line: string) => string[]): string[] | undefined {
  if (first === undefined || index > 0) return undefined;
  const names = cut(first.text);
  return names.every((name) => name === '' || startsAsName.test(name)) ? names : undefined;
}

/** Marks between quotation marks are a cell's own, and two quotation marks in them one of its text (RFC 4180). */
function separatedCells(line: string, separator: string): string[] {
  const cells = [''];
  let isQuoted = false;
  for (const char of line) {
    if (char === '"') isQuoted = !isQuoted;
    if (char === separator && !isQuoted) cells.push('');
    else cells[cells.length - 1] += char;
  }
  return cells.map((cell) => {
    const plain = cell.trim();
    return plain.length > 1 && plain.startsWith('"') && plain.endsWith('"') ? plain.slice(1, -1).replaceAll('""', '"') : plain;
  });
}

function isBetween(line: string): boolean {
  return line.includes('-') && withoutStart(line, isRuler) === '';
}

/** A pipe before the first cell is Markdown's where one stands behind the last too; otherwise the first cell is empty. "\|" is a pipe in a cell. */
export function cellsOf(line: string): string[] {
  const cells = piecesOf(line);
  const isClosed = cells.length > 1 && isEmpty(cells.at(-1));
  const all = isClosed ? cells.slice(isEmpty(cells[0]) ? 1 : 0, -1) : cells;
  return all.map(plainCell);
}

function piecesOf(line: string): string[] {
  const cells: string[] = [];
  let from = 0;
  for (let at = 0; at < line.length; at += 1) {
    if (line.charAt(at) !== '|' || line.charAt(at - 1) === '\\') continue;
    cells.push(line.slice(from, at));
    from = at + 1;
  }
  return [...cells, line.slice(from)].map((cell) => cell.replaceAll('\\|', '|'));
}

const isEmpty = (cell: string | undefined): boolean => (cell ?? '').trim() === '';

function plainCell(cell: string): string {
  const isEdge = (char: string): boolean => isMark(char) || isSpace(char);
  return withoutEnd(withoutStart(cell, isEdge), isEdge);
}

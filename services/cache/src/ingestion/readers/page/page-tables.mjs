// Tables on a page: which rows stand in the same columns, though white space parts the rows, or the cells of one stand too near for it to part them.

import { extend, isColumn, SURE_PROSE } from './page-layout.mjs';

/** Within so much of a size of the type a word reaches into the next column, as measured widths do. */
const REACHES = 0.5;
/** In sizes of the type: cells that are known to be two may touch, and stand no nearer than the words within them. */
const NARROWEST_GAP = -0.1;
/** In sizes of the type, from baseline to baseline: rows of one table are no farther apart. */
const NEXT_ROW = 3.5;
/** Rows whose columns are looked at when the next is joined. */
const LOOKED_BACK = 8;
const FEWEST_ROWS = 2;
const MOST_COLUMNS = 100;
/** In sizes of the type, from baseline to baseline of one cell's lines. */
const NEXT_LINE = 1.5;

/**
 * @param regions in reading order, each with rows of segments from the left
 * @returns the same, a table in one region, its rows in cells: segments with `column`, from 0. Rows of a table have `inTable`.
 */
export function withTables(regions) {
  return joinedRows(regions).map(inCells);
}

function joinedRows(regions) {
  const joined = [];
  for (const rows of regions) {
    const before = joined.at(-1);
    if (before && goesOn(before, rows)) before.push(...rows);
    else joined.push([...rows]);
  }
  return joined;
}

function goesOn(before, after) {
  const [last, first] = [before.at(-1), after[0]];
  const isNear = first[0].y - last[0].y <= NEXT_ROW * Math.max(first[0].size, last[0].size) && first[0].y > last[0].y;
  if (!isNear || Math.abs(first[0].size - last[0].size) > 0.1 * last[0].size) return false;
  return isUnder(last, columnsOf(after)) || isUnder(first, columnsOf(before.slice(-LOOKED_BACK)));
}

const isUnder = (row, columns) => columns !== undefined && (cellsOf(row, columns)?.length ?? 0) > 1;

/** Rows that follow each other, two or more, are a table where they stand in the same columns, and these are none of prose. */
function inCells(rows) {
  const result = [];
  for (let at = 0; at < rows.length;) {
    const { found, end } = tableFrom(rows, at);
    result.push(...(found ?? rows.slice(at, end)));
    at = end;
  }
  return result;
}

/** @returns the table that begins with a row, if one does, and the row behind what was looked at */
function tableFrom(rows, from) {
  // A row whose cells stand too near may be the first: it names the columns, perhaps.
  const isWide = rows[from].length > 1;
  const first = isWide ? from : from + 1;
  let end = first;
  while (rows[end]?.length > 1) end += 1;
  const wide = rows.slice(first, end);
  const columns = columnsOf(wide);
  const isTable = columns !== undefined && columns.filter((_, at) => isProse(wide, at)).length < 2;
  const table = isTable ? rowsOfCells(rows, from, columns) : { found: [] };
  return table.found.length < FEWEST_ROWS ? { end: isWide ? end : first } : table;
}

function rowsOfCells(rows, from, columns) {
  const found = [];
  let end = from;
  for (; end < rows.length; end += 1) {
    const cells = cellsOf(rows[end], columns) ?? [];
    if (cells.length > 1) found.push(Object.assign(cells, { inTable: true }));
    else if (cells.length === 0 || !goesOnInCell(found.at(-1) ?? [], cells[0])) break;
  }
  return { found, end };
}

/** Puts what goes on below a cell, on a line of its own, into it. */
function goesOnInCell(above, cell) {
  const into = above.find(({ column }) => column === cell.column && column > 0);
  if (into === undefined || !/^\p{L}/u.test(cell.text.trim())) return false;
  if (cell.y - into.items.at(-1).y > NEXT_LINE * cell.size || Math.abs(cell.x - into.x) > cell.size) return false;
  into.items.push(...cell.items);
  return true;
}

function isProse(rows, at) {
  return isColumn(
    rows.flatMap((row) => row[at] ?? []),
    SURE_PROSE,
  );
}

/** Where the cells of the rows with most of them begin and end; undefined where those of one column reach into another. */
function columnsOf(rows) {
  const most = rows.reduce((top, { length }) => Math.max(top, length), 0);
  if (most < 2 || most > MOST_COLUMNS) return undefined;
  const whole = rows.filter(({ length }) => length === most);
  const columns = whole[0].map(({ x, width }, at) => ({
    start: whole.reduce((least, row) => Math.min(least, row[at].x), x),
    end: whole.reduce((last, row) => Math.max(last, row[at].x + row[at].width), x + width),
  }));
  return columns.every(({ start }, at) => at === 0 || start > columns[at - 1].end) ? columns : undefined;
}

/** The row's items in the columns that they stand in; undefined where one stands in two, or where the gap between two cells is no gap. */
function cellsOf(row, columns) {
  const placed = row.flatMap(({ items }) => items).map((item) => ({ item, column: columnUnder(item, columns) }));
  const areInOrder = placed.every(({ column }, at) => column !== undefined && column >= (placed[at - 1]?.column ?? 0));
  return areInOrder && areApart(placed) ? grouped(placed) : undefined;
}

function areApart(placed) {
  const gaps = { within: 0, between: Number.POSITIVE_INFINITY };
  for (const [at, { item, column }] of placed.entries()) {
    const before = placed[at - 1];
    const gap = before ? (item.x - before.item.x - before.item.width) / item.size : 0;
    if (before?.column === column) gaps.within = Math.max(gaps.within, gap);
    else if (before) gaps.between = Math.min(gaps.between, gap);
  }
  return gaps.between >= NARROWEST_GAP && gaps.within <= Math.max(0, gaps.between);
}

function grouped(placed) {
  const cells = [];
  for (const { item, column } of placed) {
    const cell = { ...item, items: [item], column };
    if (cells.at(-1)?.column === column) extend(cells.at(-1), cell);
    else cells.push(cell);
  }
  return cells;
}

/** The one that the item stands in or is nearest to; undefined where it stands in two. */
function columnUnder({ x, width, size }, columns) {
  const [left, right] = [x + REACHES * size, x + width - REACHES * size];
  const first = firstEndingAfter(columns, left);
  if (columns[first + 1]?.start < right) return undefined;
  if (first === columns.length) return first - 1;
  // Between two columns: the nearer.
  const isBefore = columns[first].start > x + width && first > 0;
  return isBefore && x - columns[first - 1].end < columns[first].start - (x + width) ? first - 1 : first;
}

/** By halves: a page may have thousands of each. */
function firstEndingAfter(columns, x) {
  let [low, high] = [0, columns.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[middle].end > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

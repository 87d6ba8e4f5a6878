/** What stands between two cells of a row. */
export const CELL = ' | ';
const MAX_SPAN = 1_000;
/** A cell that spans rows is said again in each, so that a row can be read alone; a long one isn't. */
const LONGEST_REPEATED = 200;

const attribute = (node, wanted) => node.attrs?.find(({ name }) => name === wanted)?.value;
const spanOf = (node) => Math.min(Math.max(Number.parseInt(attribute(node, 'rowspan') ?? '1', 10) || 1, 1), MAX_SPAN);

/** One table on its way to lines of text: a line a row, and the row that names the columns. */
export class TableRows {
  rows = [];
  #row;
  #spanning = new Map();

  startRow(inHead) {
    this.endRow();
    this.#row = { cells: [], isHead: inHead, onlyHeaders: true };
  }

  /** @param text of the cell, on one line */
  addCell(node, text) {
    this.#row ??= { cells: [], isHead: false, onlyHeaders: true };
    this.#fillSpans();
    const rows = spanOf(node);
    if (rows > 1) this.#spanning.set(this.#row.cells.length, { rows, text: text.length > LONGEST_REPEATED ? '' : text });
    if (node.nodeName !== 'th') this.#row.onlyHeaders = false;
    this.#row.cells.push(text);
  }

  endRow() {
    if (!this.#row) return;
    this.#fillSpans();
    for (const [column, span] of this.#spanning) {
      span.rows -= 1;
      if (span.rows <= 0) this.#spanning.delete(column);
    }
    this.rows.push(this.#row);
    this.#row = undefined;
  }

  #fillSpans() {
    const { cells } = this.#row;
    for (let span = this.#spanning.get(cells.length); span; span = this.#spanning.get(cells.length)) cells.push(span.text);
  }
}

/** @returns the table's lines, and the one that names its columns where there is one */
export function tableText(rows) {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const lines = filled.map(({ cells }) => lineOf(cells));
  return { lines, columns: lines.length > 1 && isHeader(filled[0]) ? lines[0] : undefined };
}

/** Empty cells within a row keep their place; those at its end say nothing. */
export function lineOf(cells) {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === '') end -= 1;
  return cells.slice(0, end).join(CELL).trim();
}

/** A row that says so, or one of several cells without a number among them. */
function isHeader({ cells, isHead, onlyHeaders = false }) {
  if (isHead || onlyHeaders) return true;
  return cells.length > 1 && cells.every((cell) => cell.trim() !== '' && !/^[\p{Sc}\d.,%\s-]+$/u.test(cell));
}

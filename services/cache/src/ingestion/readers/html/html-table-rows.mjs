const MAX_SPAN = 1_000;
/** A cell that spans rows is said again in each, so that a row can be read alone; a long one isn't. */
const LONGEST_REPEATED = 200;

/** The rows of one table while its page is read. */
export class TableRows {
  rows = [];
  #row;
  #spanning = new Map();

  startRow(inHead) {
    this.endRow();
    this.#row = { cells: [], inHead, onlyHeaders: true };
  }

  /** @param text of the cell, on one line */
  addCell(node, text) {
    this.#row ??= { cells: [], inHead: false, onlyHeaders: true };
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
    const { cells, inHead, onlyHeaders } = this.#row;
    this.rows.push({ cells, isHead: inHead || onlyHeaders });
    this.#row = undefined;
  }

  #fillSpans() {
    const { cells } = this.#row;
    for (let span = this.#spanning.get(cells.length); span; span = this.#spanning.get(cells.length)) cells.push(span.text);
  }
}

function spanOf(node) {
  const said = node.attrs?.find(({ name }) => name === 'rowspan')?.value;
  return Math.min(Math.max(Number.parseInt(said ?? '1', 10) || 1, 1), MAX_SPAN);
}

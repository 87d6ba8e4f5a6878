import { namesColumns } from '../document/table-text.mjs';

/** What stands between two cells of a row. */
const CELL = ' | ';
/** In sizes of the type: a gap that a space was left out for. */
const SPACE = 0.15;
const NEXT_PARAGRAPH = 1.75;
const NEXT_LINE = 0.8;
/** What a word with a hyphen at a line's end goes on with: "Anna-" and "Lena", but not "hin-" and "und zurück". */
const GOES_ON = /^(?!(?:and|or|to|und|oder|bis|et|ou|y|o)(?!\p{L}))\p{L}/u;
/** Each item of a list is a line of its own. */
const LIST_MARK = /^(?:[\u2022\u00b7\u25aa\u25cf\u2013-]|\(?\d{1,3}[.)])\s/;

/**
 * Paragraphs of a page's regions: lines of one size at the usual distance.
 * @returns each with its text, the size of its type, and where each part of the text stands on the page
 */
export function paragraphsOf(regions, joined) {
  return regions.flatMap((rows) => {
    const paragraphs = [];
    let open;
    let before;
    for (const row of rows) {
      if (!open || !goesOn(before, row)) paragraphs.push((open = new Paragraph(joined)));
      open.addRow(row);
      before = row;
    }
    return paragraphs.map((paragraph) => paragraph.result());
  });
}

function goesOn(rowBefore, row) {
  if (rowBefore.inTable || row.inTable) return rowBefore.inTable === row.inTable;
  const [[before], [next]] = [rowBefore, row];
  const isSameType = Math.abs(before.size - next.size) <= 0.1 * before.size;
  return isSameType && next.y - before.y <= NEXT_PARAGRAPH * Math.max(before.size, next.size);
}

class Paragraph {
  #text = '';
  #lines = [];
  #size = 0;
  #isTable = false;
  #names = false;

  constructor(joined) {
    this.joined = joined;
  }

  addRow(row) {
    this.#size = Math.max(this.#size, row[0].size);
    const isTableRow = row.length > 1;
    const breaks = this.#isTable || isTableRow || LIST_MARK.test(row[0].items[0].text.trimStart());
    if (isTableRow && this.#text === '') this.#names = row.inTable && columnNames(row);
    this.#isTable ||= isTableRow;
    row.forEach((segment, at) => this.#addSegment(segment, at > 0 ? betweenCells(row[at - 1], segment) : breaks ? '\n' : ' '));
  }

  result() {
    const columns = this.#names && this.#text.includes('\n') ? this.#text.slice(0, this.#text.indexOf('\n')) : undefined;
    return { text: this.#text, lines: this.#lines, size: this.#size, isTable: this.#isTable, columns };
  }

  #addSegment(segment, glue) {
    const said = saidBy(segment);
    if (said.text === '') return;
    if (this.#text !== '') this.#join(glue, said.text);
    if (!glue.startsWith(CELL)) this.#text += CELL.repeat(segment.column ?? 0).trimStart();
    const start = this.#text.length;
    this.#text += said.text;
    for (const { from, to, box } of said.boxes) this.#lines.push([start + from, start + to, ...box]);
  }

  /** A word that a hyphen parted at a line's end is one word again. */
  #join(glue, next) {
    if (glue !== ' ' || !/[\p{L}][-\u00ad\u2010]$/u.test(this.#text) || !GOES_ON.test(next)) this.#text += glue;
    else if (/^\p{Ll}/u.test(next) && this.joined(this.#text, next)) this.#text = this.#text.slice(0, -1);
    for (let last = this.#lines.at(-1); last && last[1] > this.#text.length; last = undefined) last[1] = this.#text.length;
  }
}

/** Cells of a table that are empty keep their place. */
function betweenCells({ column: before = 0 }, { column = before + 1 }) {
  return CELL.repeat(Math.max(1, column - before));
}

/** Whether a table's first row can name its columns: above the first there may be nothing. */
function columnNames(row) {
  return namesColumns([...(row[0].column > 0 ? [''] : []), ...row.map((cell) => saidBy(cell).text)]);
}

/** A segment's text, and the box of each item in it. */
function saidBy({ items }) {
  let text = '';
  const boxes = [];
  let before;
  for (const item of items) {
    const shown = withSpace(text, item, gapBehind(before, item));
    if (shown.trim() !== '') boxes.push({ from: text.length, to: text.length + shown.length, box: boxOf(item) });
    text += shown;
    before = item;
  }
  const kept = text.trimEnd();
  return { text: kept, boxes: boxes.map((box) => ({ ...box, to: Math.min(box.to, kept.length) })) };
}

/** A cell may go on on the next line. */
function gapBehind(before, item) {
  if (before === undefined || item.y - before.y > NEXT_LINE * item.size) return item.size;
  return item.x - (before.x + before.width);
}

/** What an item adds to a line: one space before it where the page leaves one. */
function withSpace(before, { text, size }, gap) {
  const plain = text.replace(/\s+/g, ' ');
  if (before === '' || before.endsWith(' ')) return plain.trimStart();
  return plain.startsWith(' ') || gap <= SPACE * size ? plain : ` ${plain}`;
}

/** From the top left corner: what a type reaches above its baseline and below, unless the item says where it is. */
function boxOf({ x, y, width, size, box = [x, y - size * 0.8, width, size] }) {
  return box.map((value) => Math.round(value * 10) / 10);
}

/** Whether a hyphen at a line's end goes: the document writes the word without it elsewhere, or doesn't write it with it. */
export function hyphenRule(texts) {
  const words = new Set(texts.flatMap((text) => text.toLowerCase().match(/[\p{L}-]+/gu) ?? []));
  return (before, next) => {
    const first = before
      .slice(-60, -1)
      .toLowerCase()
      .split(/[^\p{L}-]/u)
      .at(-1);
    const [second] = /^[\p{L}]+/u.exec(next.slice(0, 60).toLowerCase()) ?? [''];
    return before.endsWith('\u00ad') || words.has(first + second) || !words.has(`${first}-${second}`);
  };
}

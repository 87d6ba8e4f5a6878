// Text blocks of a parsed HTML tree, each under its headings. Without recursion: a hostile page nests deeper than a stack. Each character is
// looked at a fixed number of times: text is gathered in lists and joined once.
import { HeadingTrail } from '../document/text-writer.mjs';
import { isHidden, layoutTables, SKIPPED } from './html-tree.mjs';
import { tableText } from '../document/table-text.mjs';
import { TableRows } from './html-table-rows.mjs';

const BLOCKS = new Set(
  (
    'html body main article section div p ul ol dl table thead tbody tfoot caption blockquote figure figcaption header footer aside ' +
    'address form fieldset details summary pre hr'
  ).split(' '),
);
/** Each begins a line of its block, so that a list stays together. */
const LINES = new Set(['li', 'tr', 'dt', 'dd', 'br', 'option']);
const HEADING = /^h([1-6])$/;

class BlockWriter {
  trail = new HeadingTrail();
  tables = [];
  /** How many <pre> are open: in them space counts. */
  preformatted = 0;
  #lines = [];
  #line = [];
  #endsInSpace = true;

  constructor(writer, heading) {
    this.writer = writer;
    if (heading !== undefined) this.trail.enter(0, heading);
  }

  get cell() {
    return this.tables.at(-1)?.cell;
  }

  add(text) {
    const { cell } = this;
    if (cell) return cell.push(text);
    if (this.preformatted > 0) return this.#addPreformatted(text);
    const plain = text.replace(/\s+/g, ' ');
    const more = this.#endsInSpace && plain.startsWith(' ') ? plain.slice(1) : plain;
    if (more === '') return;
    this.#line.push(more);
    this.#endsInSpace = more.endsWith(' ');
  }

  #addPreformatted(text) {
    const [first, ...others] = text.split('\n');
    this.#line.push(first);
    for (const line of others) {
      this.line();
      this.#line.push(line);
    }
  }

  line() {
    if (this.cell) return this.cell.push(' ');
    const line = this.#line.join('').trimEnd();
    // A list's mark alone says nothing.
    if (line !== '' && line !== '-') this.#lines.push(line);
    this.#line = [];
    this.#endsInSpace = true;
  }

  /** A cell is no paragraph: what begins one within it begins a word. */
  end() {
    this.line();
    if (this.cell) return;
    this.writer.add(this.#lines.join('\n').trim(), { heading: this.trail.path });
    this.#lines = [];
  }

  heading(level) {
    if (this.cell) return;
    this.line();
    const title = this.#lines.join(' ').trim();
    this.#lines = [];
    if (title !== '') this.trail.enter(level, title);
  }

  startCell() {
    const table = this.tables.at(-1);
    if (table && !table.cell) table.cell = [];
  }

  endCell(node) {
    const table = this.tables.at(-1);
    if (!table?.cell) return;
    table.rows.addCell(node, table.cell.join('').replace(/\s+/g, ' ').trim());
    table.cell = undefined;
  }

  endTable() {
    const { rows } = this.tables.pop();
    rows.endRow();
    const { lines, ...names } = tableText(rows.rows);
    this.writer.add(lines.join('\n'), { heading: this.trail.path, ...names });
  }
}

const ENTER = {
  pre: (writer) => (writer.preformatted += 1),
  li: (writer) => writer.add('- '),
  td: (writer) => writer.startCell(),
  th: (writer) => writer.startCell(),
  tr: (writer, node) => writer.tables.at(-1)?.rows.startRow(node.parentNode?.nodeName === 'thead'),
  img: (writer, node) => writer.add(node.attrs.find(({ name }) => name === 'alt')?.value ?? ''),
};
const LEAVE = {
  pre: (writer) => (writer.preformatted -= 1),
  td: (writer, node) => writer.endCell(node),
  th: (writer, node) => writer.endCell(node),
  tr: (writer) => writer.tables.at(-1)?.rows.endRow(),
};

function enter(writer, node, isLayout) {
  const name = node.nodeName;
  if (name === '#text') return writer.add(node.value);
  if (isLayout(node)) return writer.end();
  if (BLOCKS.has(name) || HEADING.test(name)) writer.end();
  if (LINES.has(name)) writer.line();
  if (name === 'table') writer.tables.push({ rows: new TableRows() });
  ENTER[name]?.(writer, node);
}

function leave(writer, node, isLayout) {
  const name = node.nodeName;
  const level = HEADING.exec(name)?.[1];
  if (isLayout(node)) return writer.end();
  if (level) writer.heading(Number(level));
  else if (BLOCKS.has(name)) writer.end();
  if (name === 'table') writer.endTable();
  LEAVE[name]?.(writer, node);
}

/**
 * @param root a document or fragment as parse5 gives it
 * @param heading what all of it stands under, where there is such a thing
 */
export function writeBlocks(root, textWriter, heading) {
  const writer = new BlockWriter(textWriter, heading);
  const isLayout = layoutTables(root);
  const open = [{ node: root, next: 0 }];
  while (open.length > 0) {
    const top = open[open.length - 1];
    const child = top.node.childNodes?.[top.next];
    if (child === undefined) {
      leave(writer, top.node, isLayout);
      open.pop();
      continue;
    }
    top.next += 1;
    if (SKIPPED.has(child.nodeName) || isHidden(child)) continue;
    enter(writer, child, isLayout);
    open.push({ node: child, next: 0 });
  }
  writer.end();
}

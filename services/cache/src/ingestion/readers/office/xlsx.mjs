import { Refusal } from '../document/refusal.mjs';
import { tableText } from '../document/table-text.mjs';
import { TextWriter } from '../document/text-writer.mjs';
import { attribute, childNamed, childrenNamed, descendants, parseXml, textOf } from '../document/xml.mjs';
import { openArchive } from './archive.mjs';
import { partsNamedIn } from './relationships.mjs';
import { dateStyles, dateText } from './xlsx-dates.mjs';

const WORKBOOK = 'xl/workbook.xml';
const KIND = { name: 'an Excel workbook', ending: '.xlsx' };
const MAX_COLUMNS = 200;

/** Each sheet is a heading, each run of filled rows a table; a cell is what was last calculated for it. */
export async function read(bytes, limits) {
  const archive = await openArchive(bytes, limits, KIND);
  if (!archive.has(WORKBOOK)) throw new Refusal(`is an archive, but no Excel workbook: it has no ${WORKBOOK}`);
  const workbook = parseXml(await archive.part(WORKBOOK));
  const parts = await partsNamedIn(archive, WORKBOOK);
  const book = await bookOf(archive, workbook);
  const writer = new TextWriter(limits);
  for (const sheet of descendants(workbook, new Set(['sheet']))) {
    const part = await archive.part(parts.get(attribute(sheet, 'id')) ?? '');
    if (part && !attribute(sheet, 'state')?.includes('idden')) addSheet(writer, attribute(sheet, 'name'), parseXml(part), book);
  }
  if (writer.isEmpty) throw new Refusal('holds no filled cell; send a workbook with text in it');
  return writer.document();
}

async function bookOf(archive, workbook) {
  const strings = await archive.part('xl/sharedStrings.xml');
  const styles = await archive.part('xl/styles.xml');
  const [properties] = descendants(workbook, new Set(['workbookPr']));
  return {
    strings: strings ? [...descendants(parseXml(strings), new Set(['si']))].map(spoken) : [],
    dates: styles ? dateStyles(parseXml(styles)) : new Set(),
    from1904: ['1', 'true'].includes(attribute(properties ?? {}, 'date1904')),
  };
}

/** A string's text without the reading aid that Japanese text may have. */
function spoken(item) {
  return [...descendants(item, new Set(['t', 'rPh']))].map((node) => (node.name.endsWith('rPh') ? '' : textOf(node))).join('');
}

function addSheet(writer, heading, sheet, book) {
  let rows = [];
  const end = () => {
    const { lines, columns } = tableText(denseRows(rows));
    writer.add(lines.join('\n'), { heading, columns });
    rows = [];
  };
  for (const row of descendants(sheet, new Set(['row']))) {
    const cells = cellsOf(row, book);
    // Titles above a table are no rows of it.
    const isFirstBelowTitle = rows.length > 0 && rows.every(({ size }) => size === 1) && cells.size > 1;
    if (cells.size === 0 || isFirstBelowTitle) end();
    if (cells.size > 0) rows.push(cells);
  }
  end();
}

/** The row's filled cells by their column. */
function cellsOf(row, book) {
  const cells = new Map();
  let next = 0;
  for (const cell of childrenNamed(row, 'c')) {
    const column = columnOf(attribute(cell, 'r')) ?? next;
    next = column + 1;
    const text = valueOf(cell, book).replace(/\s+/g, ' ').trim();
    if (text !== '') cells.set(column, text);
  }
  return cells;
}

/** Rows over the columns that are used at all; where those are very many, as in a sheet that is no table, only the filled cells. */
function denseRows(rows) {
  const used = [...new Set(rows.flatMap((cells) => [...cells.keys()]))].sort((left, right) => left - right);
  if (used.length > MAX_COLUMNS) return rows.map((cells) => ({ cells: [...cells.values()] }));
  return rows.map((cells) => ({ cells: used.map((column) => cells.get(column) ?? '') }));
}

/** "AB12" is column 27. */
function columnOf(reference) {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function valueOf(cell, book) {
  const type = attribute(cell, 't') ?? 'n';
  if (type === 'inlineStr') return spoken(cell);
  const value = childNamed(cell, 'v');
  const raw = value ? textOf(value) : '';
  return raw === '' ? '' : (SHOWN[type]?.(raw, attribute(cell, 's'), book) ?? raw);
}

const SHOWN = {
  s: (raw, _style, { strings }) => strings[Number(raw)] ?? '',
  b: (raw) => (raw === '1' ? 'true' : 'false'),
  n: (raw, style, { dates, from1904 }) => (dates.has(style) ? dateText(Number(raw), from1904) : numberText(raw)),
};

/** As a person would write it: 0.1, not the 0.10000000000000001 that the file holds. */
function numberText(raw) {
  const value = Number(raw);
  return Number.isFinite(value) ? String(Number(value.toPrecision(15))) : raw;
}

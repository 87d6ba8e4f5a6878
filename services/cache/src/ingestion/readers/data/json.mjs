import { Refusal } from '../document/refusal.mjs';
import { tableText } from '../document/table-text.mjs';
import { TextWriter } from '../document/text-writer.mjs';
import { decodeText } from '../text/decode.mjs';

const MAX_DEPTH = 200;
/** More of the cells are filled: records that have little in common are no rows of one table. */
const FILLED_CELLS = 0.5;

/**
 * Each object of a JSON document is a block, a line a value ("price: 120"), under the path that leads to it; a list of records that name the same values
 * is a table. A file may be JSON lines.
 */
export async function read(bytes, limits) {
  const text = decodeText(bytes, limits);
  const writer = new TextWriter(limits);
  addValue(writer, valueOf(text), { path: [], name: undefined });
  if (writer.isEmpty) throw new Refusal('holds no value; send JSON with values in it');
  return writer.document();
}

function valueOf(text) {
  try {
    return JSON.parse(text);
  } catch (whole) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line));
    } catch {
      // Neither one value nor one a line: the first fault says more.
    }
    throw new Refusal(`is not JSON (${whole.message.slice(0, 200)}); mend it, or send it as text (.txt)`);
  }
}

function addValue(writer, value, { path, name }) {
  if (path.length > MAX_DEPTH) throw new Refusal(`nests deeper than ${MAX_DEPTH} levels; send a flatter file`);
  if (!isNested(value)) return writer.add(lineOf(name, value), { heading: headingOf(path) });
  const entries = Object.entries(value);
  const within = name === undefined ? path : [...path, name];
  const names = columnsOf(value);
  if (names !== undefined) return addTable(writer, value, names, headingOf(within));
  writer.add(plainLines(value, entries).join('\n'), { heading: headingOf(within) });
  for (const [key, inner] of entries) {
    if (!isPlain(value, inner)) addValue(writer, inner, { path: within, name: Array.isArray(value) ? titleOf(inner, key) : key });
  }
}

/** Of a list of records, the names of their values, those of words first: a row is called by its first cell. Undefined of all else. */
function columnsOf(value) {
  if (!Array.isArray(value) || value.length < 2 || !value.every((inner) => isNested(inner) && isFlat(inner))) return undefined;
  const names = [...new Set(value.flatMap((record) => Object.keys(record)))];
  const filled = value.reduce((sum, record) => sum + Object.keys(record).length, 0);
  if (names.length < 2 || filled <= names.length * value.length * FILLED_CELLS) return undefined;
  const [words, figures] = partition(names, (name) => value.some((record) => typeof record[name] === 'string'));
  return [...words, ...figures];
}

function partition(all, isFirst) {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

function addTable(writer, records, names, heading) {
  const cells = (record) => names.map((name) => (Object.hasOwn(record, name) ? textOf(record[name]) : ''));
  const { lines, ...header } = tableText([{ cells: names, isHead: true }, ...records.map((record) => ({ cells: cells(record) }))]);
  writer.add(lines.join('\n'), { heading, ...header });
}

/** The values of an object or a list that hold no others. A flat object in a list is a line, with the names of its values. */
function plainLines(value, entries) {
  const lines = entries
    .filter(([, inner]) => isPlain(value, inner))
    .map(([key, inner]) => (Array.isArray(value) ? entryLine(inner) : lineOf(key, inner)));
  return lines.filter((line) => line !== '');
}

function entryLine(inner) {
  if (!isNested(inner)) return lineOf(undefined, inner) && `- ${lineOf(undefined, inner)}`;
  return Object.entries(inner)
    .map(([key, value]) => lineOf(key, value))
    .filter((line) => line !== '')
    .join(', ');
}

const isPlain = (holder, value) => !isNested(value) || (Array.isArray(holder) && isFlat(value));
const isFlat = (value) => !Array.isArray(value) && Object.values(value).every((inner) => !isNested(inner));
const headingOf = (path) => (path.length === 0 ? undefined : path.join(' > '));
const isNested = (value) => typeof value === 'object' && value !== null;
const textOf = (value) => (value === null ? '' : String(value).replace(/\s+/g, ' ').trim());

function lineOf(name, value) {
  const text = textOf(value);
  return text === '' ? '' : name === undefined ? text : `${name}: ${text}`;
}

/** What an entry of a list is called: by the name that it gives itself, else by its number. */
function titleOf(value, key) {
  const own = value.name ?? value.title ?? value.id;
  return typeof own === 'string' && own !== '' && own.length <= 100 ? own : String(Number(key) + 1);
}

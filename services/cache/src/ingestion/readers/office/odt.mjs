import { Refusal } from '../document/refusal.mjs';
import { tableText } from '../document/table-text.mjs';
import { HeadingTrail, TextWriter } from '../document/text-writer.mjs';
import { attribute, childNamed, descendants, localName, parseXml, textOf } from '../document/xml.mjs';
import { openArchive } from './archive.mjs';

const MAIN_PART = 'content.xml';
const KIND = { name: 'an OpenDocument text', ending: '.odt' };
const TOP = new Set(['h', 'p', 'list', 'table']);
/** Change marks and comments stand within a paragraph and are no part of its sentence. */
const ASIDE = new Set(['annotation', 'tracked-changes', 'ruby-text']);
/** What stands for white space, and a frame within a paragraph. */
const SPACES = new Set(['s', 'tab', 'line-break', 'frame', 'text-box']);
const MAX_REPEATED = 100;

/** The text of an OpenDocument text: its headings have levels. */
export async function read(bytes, limits) {
  const archive = await openArchive(bytes, limits, KIND);
  const content = await archive.part(MAIN_PART);
  const [body] = content ? descendants(parseXml(content), new Set(['text'])) : [];
  if (!body) throw new Refusal(`is an archive, but no OpenDocument text: it has no ${MAIN_PART} with one`);
  const writer = new TextWriter(limits);
  const trail = new HeadingTrail();
  for (const node of descendants(body, new Set([...TOP, ...ASIDE])))
    if (TOP.has(localName(node))) ADD[localName(node)](writer, node, trail);
  if (writer.isEmpty) throw new Refusal('holds no text, or is encrypted; send a document with text in it, without a password');
  return writer.document();
}

const ADD = {
  h: (_writer, node, trail) => {
    const title = lineOf(node);
    if (title !== '') trail.enter(Number(attribute(node, 'outline-level') ?? 1), title);
  },
  p: (writer, node, trail) => writer.add(lineOf(node), { heading: trail.path }),
  list: (writer, node, trail) => writer.add(itemsOf(node).join('\n'), { heading: trail.path }),
  table: (writer, node, trail) => {
    const { lines, ...names } = tableText(rowsOf(node));
    writer.add(lines.join('\n'), { heading: trail.path, ...names });
  },
};

function itemsOf(list) {
  return [...descendants(list, new Set(['p', 'h']))]
    .map(lineOf)
    .filter((line) => line !== '')
    .map((line) => `- ${line}`);
}

function rowsOf(table) {
  return [...descendants(table, new Set(['table-row', 'table-header-rows']))].flatMap((node) => {
    if (localName(node) === 'table-row') return [{ cells: cellsOf(node) }];
    return [...descendants(node, new Set(['table-row']))].map((row) => ({ cells: cellsOf(row), isHead: true }));
  });
}

function cellsOf(row) {
  return [...descendants(row, new Set(['table-cell', 'covered-table-cell']))].flatMap((cell) => {
    const text = [...descendants(cell, new Set(['p', 'h']))].map(lineOf).join(' ').trim();
    const times = Math.min(Number(attribute(cell, 'number-columns-repeated') ?? 1) || 1, MAX_REPEATED);
    return Array(times).fill(text);
  });
}

/** On one line: a tab, several spaces or a line's end are one space, and its notes come after it. */
function lineOf(node) {
  const parts = [];
  const notes = [];
  const open = [node];
  while (open.length > 0) {
    const next = open.pop();
    const name = localName(next);
    if (next.type === 'text') parts.push(next.data);
    else if (SPACES.has(name)) parts.push(' ');
    if (name === 'note') notes.push(textOf(childNamed(next, 'note-body') ?? {}));
    else if (!ASIDE.has(name)) open.push(...(next.children ?? []).toReversed());
  }
  return [parts.join(''), ...notes.map((note) => `(${note.trim()})`)].join(' ').replace(/\s+/g, ' ').trim();
}

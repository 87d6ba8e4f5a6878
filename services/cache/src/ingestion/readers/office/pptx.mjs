import { Refusal } from '../document/refusal.mjs';
import { tableText } from '../document/table-text.mjs';
import { TextWriter } from '../document/text-writer.mjs';
import { attribute, childrenNamed, descendants, localName, parseXml, textOf } from '../document/xml.mjs';
import { openArchive } from './archive.mjs';
import { partsNamedIn, partsOfType } from './relationships.mjs';

const MAIN_PART = 'ppt/presentation.xml';
const KIND = { name: 'a PowerPoint presentation', ending: '.pptx' };
const TITLES = new Set(['title', 'ctrTitle']);
/** What each slide repeats says nothing. */
const REPEATED = new Set(['sldNum', 'dt', 'ftr', 'sldImg', 'hdr']);

/** Each slide is a page under its title: its paragraphs, tables and notes. */
export async function read(bytes, limits) {
  const archive = await openArchive(bytes, limits, KIND);
  if (!archive.has(MAIN_PART)) throw new Refusal(`is an archive, but no PowerPoint presentation: it has no ${MAIN_PART}`);
  const parts = await partsNamedIn(archive, MAIN_PART);
  const slides = [...descendants(parseXml(await archive.part(MAIN_PART)), new Set(['sldId']))].map(
    (slide) => parts.get(attribute(slide, 'id')) ?? relationOf(slide, parts),
  );
  if (slides.length > limits.maxPages)
    throw new Refusal(`has ${slides.length} slides; at most ${limits.maxPages} are taken, so send it in parts`);
  const writer = new TextWriter(limits);
  for (const [at, slide] of slides.entries()) if (archive.has(slide)) await addSlide(writer, archive, slide, at + 1);
  if (writer.isEmpty) throw new Refusal('holds no text; send a presentation with text in it, not one of pictures');
  return writer.document(slides.length);
}

/** A slide has an id of its own beside that of its relationship. */
function relationOf(slide, parts) {
  return (
    Object.values(slide.attribs)
      .map((value) => parts.get(value))
      .find((part) => part !== undefined) ?? ''
  );
}

async function addSlide(writer, archive, part, page) {
  const shapes = [...descendants(parseXml(await archive.part(part)), new Set(['sp', 'graphicFrame']))];
  const heading =
    shapes
      .filter((shape) => TITLES.has(placeholderOf(shape)))
      .map((shape) => paragraphsOf(shape).join(' '))
      .join(' ') || undefined;
  const bodies = shapes.filter((shape) => !TITLES.has(placeholderOf(shape)) && !REPEATED.has(placeholderOf(shape)));
  for (const shape of bodies) addShape(writer, shape, { page, heading });
  for (const notes of await partsOfType(archive, part, 'notesSlide')) await addNotes(writer, archive, notes, { page, heading });
  // A slide that is nothing but its title still says that.
  if (bodies.length === 0 && heading !== undefined) writer.add(heading, { page });
}

function addShape(writer, shape, place) {
  const [table] = descendants(shape, new Set(['tbl']));
  if (!table) return writer.add(paragraphsOf(shape).join('\n'), place);
  const rows = childrenNamed(table, 'tr').map((row) => ({ cells: childrenNamed(row, 'tc').map((cell) => paragraphsOf(cell).join(' ')) }));
  const { lines, columns } = tableText(rows);
  writer.add(lines.join('\n'), { ...place, columns });
}

async function addNotes(writer, archive, part, place) {
  const notes = await archive.part(part);
  if (!notes) return;
  for (const shape of descendants(parseXml(notes), new Set(['sp']))) {
    if (placeholderOf(shape) === 'body') writer.add(paragraphsOf(shape).join('\n'), place);
  }
}

function placeholderOf(shape) {
  const [placeholder] = descendants(shape, new Set(['ph']));
  return placeholder && (attribute(placeholder, 'type') ?? 'content');
}

function paragraphsOf(node) {
  const paragraphs = [...descendants(node, new Set(['p']))].map((paragraph) =>
    [...descendants(paragraph, new Set(['t', 'br']))].map((part) => (localName(part) === 'br' ? ' ' : textOf(part))).join(''),
  );
  return paragraphs.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
}

import { Refusal } from '../document/refusal.mjs';
import { HeadingTrail } from '../document/text-writer.mjs';
import { decodeText } from './decode.mjs';
import { linesOf, trimmed } from './lines.mjs';

export async function read(bytes, limits) {
  const text = decodeText(bytes, limits);
  const blocks = markdownBlocks(text);
  if (blocks.length === 0) throw new Refusal('holds headings but no text below them; send a file with text in it');
  return { pages: 0, text, blocks };
}

/**
 * Paragraphs, lists, tables and code in order, each under its headings. Only the structure is read: a block is the author's own text.
 * A fence's content is one block, and a # in it is no heading. Each character is looked at a fixed number of times.
 */
export function markdownBlocks(text) {
  const sections = new Sections(text);
  let fence;
  for (const line of linesOf(text, frontMatterEnd(text))) {
    const mark = fenceMarkOf(line.line);
    const heading = fence === undefined ? headingOf(line.line) : undefined;
    if (heading) sections.enter(heading);
    else if (fence === undefined && mark === undefined && line.line.trim() === '') sections.endBlock();
    else sections.add(line);
    fence = fenceAfter(fence, mark);
  }
  sections.endBlock();
  return sections.blocks;
}

class Sections {
  blocks = [];
  #trail = new HeadingTrail();
  #open;

  constructor(text) {
    this.text = text;
  }

  add({ start, end }) {
    this.#open = { start: this.#open?.start ?? start, end };
  }

  enter({ level, title }) {
    this.endBlock();
    this.#trail.enter(level, title);
  }

  endBlock() {
    const block = this.#open && trimmed(this.text, this.#open.start, this.#open.end);
    const heading = this.#trail.path;
    if (block) this.blocks.push(heading === undefined ? block : { ...block, heading });
    this.#open = undefined;
  }
}

/** At most three spaces may stand before a mark; more make it code. */
function unindented(line) {
  const bare = line.trimStart();
  return line.length - bare.length <= 3 ? bare : '';
}

function runOf(text, mark) {
  let length = 0;
  while (text[length] === mark) length += 1;
  return length;
}

function headingOf(line) {
  const bare = unindented(line);
  const level = runOf(bare, '#');
  if (level < 1 || level > 6 || bare[level]?.trim() !== '') return undefined;
  const title = withoutClosingMarks(bare.slice(level).trim()).replace(/[*_`]/g, '');
  return title === '' ? undefined : { level, title };
}

/** "Retention ##" is "Retention"; "C#" is itself. */
function withoutClosingMarks(title) {
  let end = title.length;
  while (title[end - 1] === '#') end -= 1;
  return end === title.length || (end > 0 && title[end - 1].trim() !== '') ? title : title.slice(0, end).trimEnd();
}

function fenceMarkOf(line) {
  const bare = unindented(line);
  const length = Math.max(runOf(bare, '`'), runOf(bare, '~'));
  return length >= 3 ? bare.slice(0, length) : undefined;
}

/** A fence ends with a mark of its own kind that is at least as long. */
function fenceAfter(open, mark) {
  if (open === undefined || mark === undefined) return open ?? mark;
  return mark.startsWith(open) ? undefined : open;
}

function frontMatterEnd(text) {
  if (!text.startsWith('---\n')) return 0;
  const end = text.indexOf('\n---\n', 3);
  return end === -1 ? 0 : end + 5;
}

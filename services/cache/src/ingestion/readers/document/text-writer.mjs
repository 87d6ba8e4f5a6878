import { Refusal } from './refusal.mjs';

const PARTED = '\n\n';

/** Gathers what a reader finds: one text, and blocks that say which part of it is a paragraph, under which heading, on which page. */
export class TextWriter {
  blocks = [];
  #parts = [];
  #length = 0;
  #maxChars;

  constructor({ maxTextChars }) {
    this.#maxChars = maxTextChars;
  }

  get isEmpty() {
    return this.blocks.length === 0;
  }

  /**
   * @param place heading, page and so on; what is undefined is left out
   * @param lines where parts of the text stand on a page: start and end in it, then x, y, width, height
   */
  add(text, place = {}, lines = undefined) {
    if (text === '') return;
    const start = this.#length === 0 ? 0 : this.#length + PARTED.length;
    const end = start + text.length;
    if (end > this.#maxChars) throw tooLong(this.#maxChars);
    this.#parts.push(text);
    this.#length = end;
    const moved = lines?.map(([from, to, ...box]) => [start + from, start + to, ...box]);
    this.blocks.push({ start, end, ...defined({ ...place, lines: moved }) });
  }

  document(pages = 0) {
    return { pages, text: this.#parts.join(PARTED), blocks: this.blocks };
  }
}

export function tooLong(maxChars) {
  return new Refusal(`holds more than ${maxChars} characters of text; send it in parts`);
}

/** "Backups > Retention", of headings with their levels, outermost first. */
export class HeadingTrail {
  #open = [];

  enter(level, title) {
    this.#open = [...this.#open.filter((above) => above.level < level), { level, title }];
  }

  get path() {
    return this.#open.length === 0 ? undefined : this.#open.map(({ title }) => title).join(' > ');
  }
}

function defined(place) {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

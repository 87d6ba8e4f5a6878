import { HeadingTrail } from '../document/text-writer.mjs';
import { regionsOf } from './page-layout.mjs';
import { withTables } from './page-tables.mjs';
import { hyphenRule, paragraphsOf } from './paragraphs.mjs';

/** A heading is so much larger than most of the text, and short. */
const LARGER = 1.15;
const LONGEST_HEADING = 150;

/**
 * @param pages of each its items: a text, x and y of its baseline's start from the top left corner, its width and the size of its type
 * @param labels what is printed on the pages as their numbers
 */
export function writePages(writer, pages, labels = []) {
  const joined = hyphenRule(pages.flatMap((items) => items.map(({ text }) => text)));
  const laidOut = pages.map((items) => paragraphsOf(withTables(regionsOf(items)), joined));
  const levels = headingLevels(laidOut.flat());
  const trail = new HeadingTrail();
  for (const [at, paragraphs] of laidOut.entries()) {
    for (const paragraph of paragraphs) {
      const level = levels(paragraph);
      if (level !== undefined) trail.enter(level, paragraph.text);
      else addParagraph(writer, paragraph, { page: at + 1, pageLabel: labels[at] || undefined, heading: trail.path });
    }
  }
  // A page that is nothing but large type, as a poster's is, is its text.
  if (writer.isEmpty)
    laidOut.forEach((paragraphs, at) => paragraphs.forEach((paragraph) => addParagraph(writer, paragraph, { page: at + 1 })));
}

function addParagraph(writer, { text, lines, columns }, place) {
  writer.add(text, { ...place, columns }, lines);
}

/** The larger, the higher: what is larger than most of the document's text, and not much of it. */
function headingLevels(paragraphs) {
  const chars = new Map();
  for (const { text, size } of paragraphs) chars.set(rounded(size), (chars.get(rounded(size)) ?? 0) + text.length);
  const [[body] = [0]] = [...chars].sort(([, left], [, right]) => right - left);
  const sizes = [...chars.keys()].filter((size) => size >= body * LARGER).sort((left, right) => right - left);
  return ({ text, size, isTable }) => {
    const level = sizes.indexOf(rounded(size)) + 1;
    return level === 0 || isTable || text.length > LONGEST_HEADING ? undefined : level;
  };
}

const rounded = (size) => Math.round(size * 2) / 2;

import type { Box, Passage, SentenceCheck } from '@docmind/contracts';

type Support = NonNullable<SentenceCheck['support']>;
export type QuotePlace = Pick<Support, 'pageLabel' | 'documentStart' | 'documentEnd' | 'boxes'>;

/** How far apart two boxes of one line may be, in heights: more than a word's space is another column. */
const SAME_LINE = 1;

/** Where a part of a passage stands in its document, and on its page where it has one. */
export function placeOfQuote({ place, page }: Passage, start: number, end: number): QuotePlace {
  if (place === undefined) return {};
  const boxes = page === undefined ? [] : boxesOf(place.lines ?? [], page, start, end);
  return {
    documentStart: place.start + start,
    documentEnd: place.start + end,
    ...(place.pageLabel === undefined ? {} : { pageLabel: place.pageLabel }),
    ...(boxes.length === 0 ? {} : { boxes }),
  };
}

type Line = readonly number[];

/** A box a line. */
function boxesOf(lines: readonly Line[], page: number, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (const line of lines.filter(([from = 0, to = 0]) => to > start && from < end)) {
    const box = { page, ...partOf(line, start, end) };
    const last = boxes.at(-1);
    if (last && isNext(last, box)) last.width = tenth(box.x + box.width - last.x);
    else boxes.push(box);
  }
  return boxes;
}

/** Of a line that the quote takes a part of, the same part of its width. */
function partOf([from = 0, to = 0, x = 0, y = 0, width = 0, height = 0]: Line, start: number, end: number): Omit<Box, 'page'> {
  const at = (position: number): number => x + (width * (Math.min(Math.max(position, from), to) - from)) / (to - from);
  return { x: tenth(at(start)), y, width: tenth(at(end) - at(start)), height };
}

function isNext(last: Box, { x, y, height }: Box): boolean {
  const gap = x - (last.x + last.width);
  return Math.abs(y - last.y) < height / 2 && gap >= -height && gap < SAME_LINE * height;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

// In which order a page is read: lines of text are cut into columns and bands by the white space between them (XY-cut, Nagy and Seth 1984).
const MAX_SEGMENTS = 20_000;
const MAX_DEPTH = 40;
/** In sizes of the type: wider than the space between two words, as between columns and cells. */
const WIDE_GAP = 1.4;
/** What may part columns of prose, where it runs through many lines; single lines that are set to fill theirs have such gaps between words too. */
const NARROW_GAP = 0.7;
/** A column of prose is filled; the cells of a table are not. Widths in sizes of the type. */
const PROSE = { lines: 2, width: 9, filled: 0.55 };
/** Beside a gap that may be one between words or cells. */
export const SURE_PROSE = { lines: 5, width: 14, filled: 0.75 };
/** Of its lines: the last of a paragraph is short. */
const FILLED_LINES = 0.55;

/**
 * @param items of a page in the order they are drawn: text, x, y of the baseline from the top, width, size
 * @returns regions in reading order, each with rows of segments from the left
 */
export function regionsOf(items) {
  const segments = segmentsOf(items);
  return (segments.length > MAX_SEGMENTS ? [segments] : cut(segments, 0)).map((region) =>
    rowsOf(region).map((row) => joined(row, WIDE_GAP)),
  );
}

function segmentsOf(items) {
  return rowsOf(items.map((item) => ({ ...item, items: [item] }))).flatMap((row) => joined(row, NARROW_GAP));
}

/** Segments of one line, joined up to where a gap parts them. */
function joined(row, widest) {
  const segments = [];
  for (const segment of row) {
    const open = segments.at(-1);
    const gap = open ? segment.x - (open.x + open.width) : 0;
    if (!open || gap > widest * Math.max(open.size, segment.size)) segments.push(segment);
    else extend(open, segment);
  }
  return segments;
}

/** Makes a segment longer by what stands behind it. */
export function extend(segment, item) {
  for (const each of item.items) segment.items.push(each);
  segment.width = Math.max(segment.width, item.x + item.width - segment.x);
  segment.size = Math.max(segment.size, item.size);
  return segment;
}

/** What stands on the same baseline, from the left; rows from the top. */
function rowsOf(parts) {
  const rows = [];
  for (const part of [...parts].sort((left, right) => left.y - right.y)) {
    const row = rows.at(-1);
    if (row && part.y - row[0].y < 0.4 * Math.max(row[0].size, part.size)) row.push(part);
    else rows.push([part]);
  }
  for (const row of rows) row.sort((left, right) => left.x - right.x);
  return rows;
}

function cut(segments, depth) {
  if (segments.length < 2 || depth > MAX_DEPTH) return segments.length === 0 ? [] : [segments];
  const parts = columnsOf(segments) ?? bandsOf(segments);
  return parts ? parts.flatMap((part) => cut(part, depth + 1)) : [segments];
}

/** Left and right of the widest gap that runs through all lines, where both sides are columns of text. */
function columnsOf(segments) {
  const gap = widestGap(
    segments,
    ({ x }) => x,
    ({ x, width }) => x + width,
  );
  const size = averageSize(segments);
  if (!gap || gap.width < NARROW_GAP * size) return undefined;
  const sides = [segments.filter(({ x }) => x < gap.at), segments.filter(({ x }) => x >= gap.at)];
  return sides.every((side) => isColumn(side, gap.width < WIDE_GAP * size ? SURE_PROSE : PROSE)) ? sides : undefined;
}

/** Whether lines fill what they take, as those of prose do. */
export function isColumn(segments, least = PROSE) {
  if (segments.length < least.lines) return false;
  const left = Math.min(...segments.map(({ x }) => x));
  const width = Math.max(...segments.map((segment) => segment.x + segment.width)) - left;
  const filled = segments.filter((segment) => segment.width >= width * least.filled).length;
  return width >= least.width * averageSize(segments) && filled >= segments.length * FILLED_LINES;
}

/** Above and below the tallest gap that is more than lines of a paragraph have between them. */
function bandsOf(segments) {
  const size = averageSize(segments);
  const gap = widestGap(
    segments,
    ({ y, size: own }) => y - own,
    ({ y }) => y,
  );
  if (!gap || gap.width < size * 0.6) return undefined;
  return [segments.filter(({ y }) => y <= gap.at), segments.filter(({ y }) => y > gap.at)];
}

/** Between what ends before it and what begins after it. */
function widestGap(segments, startOf, endOf) {
  const sorted = [...segments].sort((left, right) => startOf(left) - startOf(right));
  let end = endOf(sorted[0]);
  let widest;
  for (const segment of sorted) {
    const width = startOf(segment) - end;
    if (width > (widest?.width ?? 0)) widest = { width, at: end + width / 2 };
    end = Math.max(end, endOf(segment));
  }
  return widest;
}

function averageSize(segments) {
  return segments.reduce((sum, { size }) => sum + size, 0) / segments.length;
}

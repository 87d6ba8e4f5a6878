// In which order a page is read: lines of text are cut into columns and bands by the white space between them (XY-cut, Nagy and Seth 1984).
const MAX_SEGMENTS = 20_000;
const MAX_DEPTH = 40;
/** In sizes of the type: wider than the space between two words, as between columns and cells. */
const WIDE_GAP = 1.4;
/** A column of prose is filled; the cells of a table are not. */
const FILLED = 0.55;
const NARROWEST_COLUMN = 9;
const FEWEST_LINES = 2;

/**
 * @param items of a page in the order they are drawn: text, x, y of the baseline from the top, width, size
 * @returns regions in reading order, each with rows of segments from the left
 */
export function regionsOf(items) {
  const segments = segmentsOf(items);
  return (segments.length > MAX_SEGMENTS ? [segments] : cut(segments, 0)).map(rowsOf);
}

/** Items on one line, joined up to where a wide gap parts them. */
function segmentsOf(items) {
  const segments = [];
  for (const row of rowsOf(items)) {
    let open;
    for (const item of row) {
      const gap = open ? item.x - (open.x + open.width) : 0;
      if (!open || gap > WIDE_GAP * Math.max(open.size, item.size)) segments.push((open = { ...item, items: [item] }));
      else open = extend(open, item);
    }
  }
  return segments;
}

function extend(segment, item) {
  segment.items.push(item);
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
  if (!gap || gap.width < averageSize(segments)) return undefined;
  const sides = [segments.filter(({ x }) => x < gap.at), segments.filter(({ x }) => x >= gap.at)];
  return sides.every(isColumn) ? sides : undefined;
}

function isColumn(segments) {
  if (segments.length < FEWEST_LINES) return false;
  const left = Math.min(...segments.map(({ x }) => x));
  const width = Math.max(...segments.map((segment) => segment.x + segment.width)) - left;
  const filled = segments.filter((segment) => segment.width >= width * FILLED).length;
  return width >= NARROWEST_COLUMN * averageSize(segments) && filled >= segments.length * FILLED;
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

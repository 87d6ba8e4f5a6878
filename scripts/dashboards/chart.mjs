// Lines over time as SVG.
import { shown } from './units.mjs';

export const COLOURS = ['#3274d9', '#e0752d', '#56a64b', '#a352cc', '#e02f44', '#14a6a6', '#c4a000', '#7a5c3e'];
const [LEFT, BOTTOM, TOP] = [52, 16, 6];
const ROWS = 4;
const COLUMNS = 4;
/** A gap of so many steps is one. */
const GAP_STEPS = 3;

export function chartOf(series, unit, { width, height }, { from, to }) {
  const top = niceTop(Math.max(...series.flatMap(({ points }) => points.map(([, value]) => value)), 0));
  const x = (at) => LEFT + ((at - from) / (to - from)) * (width - LEFT);
  const y = (value) => TOP + (1 - value / top) * (height - TOP - BOTTOM);
  const step = (to - from) / 120;
  const lines = series.map(
    ({ points }, at) => `<path d="${pathOf(points, x, y, step)}" fill="none" stroke="${COLOURS[at % COLOURS.length]}" stroke-width="1.4"/>`,
  );
  return `<svg width="${width}" height="${height}" font-size="10" fill="#6b7077">${[...levels(top, unit, width, y), ...times(from, to, height, x), ...lines].join('')}</svg>`;
}

/** 1, 2 or 5 of a power of ten, so that the levels between are plain numbers. */
function niceTop(highest) {
  if (!(highest > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 4, 6, 8, 10].find((factor) => factor * power >= highest) * power;
}

function levels(top, unit, width, y) {
  return Array.from({ length: ROWS + 1 }, (_, row) => {
    const value = (top * row) / ROWS;
    return `<line x1="${LEFT}" x2="${width}" y1="${y(value)}" y2="${y(value)}" stroke="#e7e9ec"/><text x="${LEFT - 6}" y="${y(value) + 3}" text-anchor="end">${shown(value, unit)}</text>`;
  });
}

function times(from, to, height, x) {
  return Array.from({ length: COLUMNS + 1 }, (_, column) => {
    const at = from + ((to - from) * column) / COLUMNS;
    const anchor = column === 0 ? 'start' : column === COLUMNS ? 'end' : 'middle';
    return `<text x="${x(at)}" y="${height - 2}" text-anchor="${anchor}">${new Date(at * 1_000).toISOString().slice(11, 19)}</text>`;
  });
}

function pathOf(points, x, y, step) {
  return points
    .map(([at, value], index) => {
      const isNext = index > 0 && at - points[index - 1][0] <= GAP_STEPS * step;
      return `${isNext ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}${points.length === 1 ? 'h2' : ''}`;
    })
    .join('');
}

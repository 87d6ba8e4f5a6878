// From what a picture was recognised as to the items that pages are laid out from, as those of a PDF are.

/** In percent, by the recogniser's own account: a run of words below is taken for noise, as the grain of a photograph or an engraving gives it. */
const SURE_RUN = 65;
/** Of runs with less than three letters and digits, which noise makes most of. */
const SURE_SHORT_RUN = 85;
const SHORT = 3;
/** Signs without a letter or digit are the first that specks are taken for. */
const SURE_SIGN = 60;
/** A word below says nothing; that there is one is said. */
const SURE_WORD = 30;
const UNSURE = '[?]';
/** What the mark of a list is taken for. */
const LIST_MARK = /^[\u00a2\u00ae\u00a9\u00b0\u00bb*]$/u;
const SAYING = /[\p{L}\p{N}]/gu;
/** In sizes of the type. */
const WIDE_GAP = 1.4;
/** Type of about the usual size is of the usual size: that of a line is measured by the letters that happen to stand in it. */
const ODD_SIZE = 1.4;

/** The items of a page, sizes of its type without what measuring adds. */
export function itemsOf(lines) {
  const taken = lines.flatMap(runsOf).filter(isTaken);
  const slope = slopeOf(taken);
  const items = taken.flatMap((line) => wordsOf(line).map((word, at) => itemOf(word, line, at > 0 ? ' ' : '', slope)));
  const usual = weightedMedian(items.map(({ size, text }) => [size, text.length]));
  return items.map((item) => ({ ...item, size: evened(item.size, usual) }));
}

/** Letters and digits, sure or not. */
export function lettersIn(lines) {
  return lines.reduce((sum, { words }) => sum + words.reduce((own, { text }) => own + saying(text), 0), 0);
}

const saying = (text) => text.match(SAYING)?.length ?? 0;

/** A line is taken as one by the recogniser where a picture stands beside its words, or another column: parts with a wide gap between them are judged alone. */
function runsOf(line) {
  const runs = [];
  let end = Number.POSITIVE_INFINITY;
  for (const word of line.words) {
    if (runs.length === 0 || word.bbox.x0 - end > WIDE_GAP * line.rowAttributes.rowHeight) runs.push({ ...line, words: [] });
    runs.at(-1).words.push(word);
    end = word.bbox.x1;
  }
  return runs;
}

function isTaken({ words }) {
  const said = words.reduce((sum, { text }) => sum + saying(text), 0);
  const sure = words.reduce((sum, { text, confidence }) => sum + saying(text) * confidence, 0) / Math.max(1, said);
  return said > 0 && sure >= (said < SHORT ? SURE_SHORT_RUN : SURE_RUN);
}

function wordsOf({ words }) {
  return words.flatMap((word, at) => {
    if (at === 0 && words.length > 1 && LIST_MARK.test(word.text)) return [{ ...word, text: '\u2022' }];
    // A stroke is a rule of a table, or dirt: it stands for nothing that is read, and for cells in what is written.
    if (word.text === '|') return [];
    if (saying(word.text) > 0) return [word.confidence < SURE_WORD ? { ...word, text: UNSURE } : word];
    return word.confidence < SURE_SIGN ? [] : [word];
  });
}

/** Lines lie as level as the paper did; they are laid out as if it had lain level, and marked where they are. */
function itemOf({ text, bbox }, { baseline, rowAttributes }, before, slope) {
  const size = rowAttributes.rowHeight;
  const run = baseline.x1 - baseline.x0;
  const y = baseline.y0 + (run > 0 ? ((baseline.y1 - baseline.y0) * (bbox.x0 - baseline.x0)) / run : 0);
  const width = bbox.x1 - bbox.x0;
  const box = [bbox.x0, y - size + rowAttributes.descenders, width, size];
  return { text: `${before}${text}`, x: bbox.x0, y: y - slope * bbox.x0, width, size, box };
}

/** Of most of the lines, by their length. */
function slopeOf(lines) {
  const runs = lines.map(({ baseline: { x0, x1, y0, y1 } }) => ({ length: x1 - x0, slope: (y1 - y0) / Math.max(1, x1 - x0) }));
  return weightedMedian(runs.map(({ slope, length }) => [slope, length]));
}

function evened(size, usual) {
  const steps = Math.log(size / usual) / Math.log(ODD_SIZE);
  return usual * ODD_SIZE ** Math.trunc(steps);
}

function weightedMedian(pairs) {
  const sorted = [...pairs].sort(([left], [right]) => left - right);
  let rest = sorted.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  for (const [value, weight] of sorted) if ((rest -= weight) <= 0) return value;
  return 0;
}

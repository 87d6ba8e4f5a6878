// A page that lies on its side or upside down is read the way that gives the most words.
import { itemsOf, lettersIn } from './recognised-items.mjs';

/** Exif's numbers of what is turned by nothing, and clockwise by one to three quarters. */
const TURNS = [1, 6, 3, 8];
/** So much of what was seen has to be sure; noise has few letters, a turned page many. */
const SURE_SHARE = 0.3;
const MANY_LETTERS = 20;
/** Enough of a page to see which way it lies: the middle, half as wide and half as high. */
const MIDDLE = 0.5;

/**
 * @param recognised gives the lines of the picture as it is turned, or of a part of it: left, top, width and height
 * @param orientation which its camera noted; the boxes are those of the picture turned that way
 * @returns items of a page, to be laid out as they are read
 */
export function uprightItems(recognised, { orientation = 1, width, height }) {
  const lines = recognised(orientation);
  const items = itemsOf(lines);
  const seen = lettersIn(lines);
  const base = TURNS.indexOf(orientation);
  if (base === -1 || seen < MANY_LETTERS || taken(items) >= seen * SURE_SHARE) return items;
  const shown = base % 2 === 0 ? { width, height } : { width: height, height: width };
  const inMiddle = (turn) => taken(itemsOf(recognised(turnedBy(base, turn), middleOf(shown, turn))));
  const tried = [0, 1, 3, 2].map((turn) => ({ turn, found: inMiddle(turn) }));
  const { turn } = tried.reduce((best, one) => (one.found > best.found ? one : best));
  if (turn === 0) return items;
  return itemsOf(recognised(turnedBy(base, turn))).map((item) => ({ ...item, box: turnedBack(item.box, turn, shown) }));
}

const turnedBy = (base, quarters) => TURNS[(base + quarters) % TURNS.length];

function middleOf({ width, height }, quarters) {
  const [across, down] = quarters % 2 === 0 ? [width, height] : [height, width];
  const from = (1 - MIDDLE) / 2;
  return [across * from, down * from, across * MIDDLE, down * MIDDLE].map(Math.floor);
}

const taken = (items) => items.reduce((sum, { text }) => sum + text.length, 0);

/** A box of the picture that was turned clockwise so many quarters, in the picture as it is shown. */
function turnedBack([x, y, wide, high], quarters, { width, height }) {
  if (quarters === 1) return [y, height - x - wide, high, wide];
  if (quarters === 2) return [width - x - wide, height - y - high, wide, high];
  return [width - y - high, x, high, wide];
}

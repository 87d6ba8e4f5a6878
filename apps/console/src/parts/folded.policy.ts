// How much of a long text is shown before somebody asks for all of it.
const MOST_CHARACTERS = 600;
const MOST_LINES = 8;
/** What is only so much longer is shown whole: a fold that hides two words is in the way. */
const SPARE = 1.25;

/** @returns how many of its UTF-16 units: all of them unless it is long */
export function foldedLength(text: string): number {
  const end = Math.min(endOfLines(text, MOST_LINES), MOST_CHARACTERS);
  if (text.length <= MOST_CHARACTERS * SPARE && endOfLines(text, Math.ceil(MOST_LINES * SPARE)) === text.length) return text.length;
  const isWithinPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return isWithinPair ? end - 1 : end;
}

function endOfLines(text: string, lines: number): number {
  let end = -1;
  for (let line = 0; line < lines; line += 1) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text.length;
  }
  return end;
}

// When an answer contains what it must: as a whole word or number, whatever the case and the way thousands are written.
const GROUPED = /(?<![\d.,])[1-9]\d{0,2}(?:[.,'\s]\d{3})+(?!\d)/gu;

/** Lower case, one kind of space, and `1,145`, `1.145` and `1 145` alike. */
export const normalised = (text) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replaceAll('’', "'")
    .replace(GROUPED, (number) => number.replace(/\D/gu, ''));

/** "3" is not in "30", "3.5" or "F3", and "no" is not in "know"; but "14" is in "14点" and "45" in "45p". */
export function contains(text, wanted) {
  const [hay, needle] = [normalised(text), normalised(wanted)];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) {
    if (stands(needle, hay.slice(Math.max(0, at - 2), at), hay.slice(at + needle.length, at + needle.length + 2))) return true;
  }
  return false;
}

function stands(needle, before, after) {
  const touches = [
    [/^[\p{Script=Latin}\d]/u, /[\p{Script=Latin}\d]$/u, /\p{Script=Latin}$/u, /^[\p{Script=Latin}\d]/u],
    [/^\d/, /\d[.,]$/, /\d$/, /^(?:\d|[.,]\d)/],
  ];
  return !touches.some(
    ([begins, left, ends, right]) => (begins.test(needle) && left.test(before)) || (ends.test(needle) && right.test(after)),
  );
}

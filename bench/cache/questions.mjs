// Questions with known answers: what was stored, the same asked in other words, and what nobody stored.
const list = (text) => text.split(' ');
const DAYS = list('monday tuesday wednesday thursday friday saturday sunday');
const THINGS = list(
  'snapshots invoices contracts photographs recordings payslips tickets drawings manuals permits receipts certificates ledgers maps',
);
const PLACES = list(
  'archive warehouse laboratory library office museum hospital factory harbour school embassy studio bakery vineyard mill',
);
const KINDS = list('printed scanned signed damaged encrypted translated expired annotated laminated redacted handwritten stamped');

/** The parts of the n-th topic; every n below 17,640 gives others. */
function topic(n) {
  const pick = (words, divisor) => words[Math.floor(n / divisor) % words.length];
  const [kinds, things, places] = [KINDS.length, THINGS.length, PLACES.length];
  return {
    kind: pick(KINDS, 1),
    thing: pick(THINGS, kinds),
    place: pick(PLACES, kinds * things),
    day: pick(DAYS, kinds * things * places),
  };
}

export function storedQuestion(n) {
  const { kind, thing, place, day } = topic(n);
  return `How long are ${kind} ${thing} kept in the ${place} on ${day}?`;
}

export const storedAnswer = (n) => `For ${n + 1} days, then they go to room ${(n * 7) % 400}, as rule ${n} says.`;

/** No equal text, so only the meaning can find it; near enough for the cache's guards, which let no change of order or direction pass. */
export function paraphrase(n) {
  const { kind, thing, place, day } = topic(n);
  return `How long are the ${kind} ${thing} kept in the ${place} on a ${day}?`;
}

export const strangeQuestion = (n) => `How many litres of paint number ${n} does a boat of ${n + 3} metres need for its hull?`;

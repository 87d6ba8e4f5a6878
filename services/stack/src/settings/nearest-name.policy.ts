/** The name that was probably meant: one that few letters make of it, or one that says the same in more or fewer words. */
export function meantName(name: string, known: readonly string[]): string | undefined {
  return nearestName(name, known) ?? nameOfSameWords(name, known);
}

/** The name that fewest letters make of `name`; undefined where none is near. Of a short name fewer may differ: it may be another's own. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const limit = name.length < 10 ? 1 : Math.max(2, Math.floor(name.length / 8));
  const ranked = known.map((other) => ({ other, distance: distance(name, other) })).sort((left, right) => left.distance - right.distance);
  const [best] = ranked;
  return best && best.distance <= limit ? best.other : undefined;
}

/** `CACHE_TTL` for `CACHE_TTL_SECONDS`; the one with the fewest words more or less. */
function nameOfSameWords(name: string, known: readonly string[]): string | undefined {
  const words = new Set(name.split('_'));
  const ranked = known.flatMap((other) => {
    const others = new Set(other.split('_'));
    const [fewer, more] = words.size < others.size ? [words, others] : [others, words];
    return fewer.size > 1 && [...fewer].every((word) => more.has(word)) ? [{ other, extra: more.size - fewer.size }] : [];
  });
  return ranked.sort((left, right) => left.extra - right.extra)[0]?.other;
}

/** Letters to add, drop or change (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j += 1) {
      const changed = (row[j] ?? 0) + (right[j] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

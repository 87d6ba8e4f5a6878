/**
 * A fold for each pair, such that all pairs that share a question, also by way of others, are in one: a model must not be judged by a
 * question it has seen. Depends on the questions only, not on their order in the file.
 */
export function foldsOf(pairs: readonly { readonly a: string; readonly b: string }[], folds: number): number[] {
  const parents = new Map<string, string>();
  const rootOf = (text: string): string => {
    let root = text;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
  for (const { a, b } of pairs) {
    const [left, right] = [rootOf(a), rootOf(b)].sort() as [string, string];
    if (left !== right) parents.set(right, left);
  }
  return pairs.map(({ a }) => hashOf(rootOf(a)) % folds);
}

/** FNV-1a with a last stir, because a remainder reads the low bits only. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 8;
}

// Words as data: an exported list of a pack is checked by english/word-lists.spec.ts.

export type WordList = readonly string[];

export function words(text: string): WordList {
  return text.trim().split(/\s+/u);
}

/** Groups of words, one a line. */
export function wordLines(text: string): readonly WordList[] {
  return text.trim().split('\n').map(words);
}

/** Every word of a line, also the first itself, to the line's first word. */
export function byFirstWord(lines: readonly WordList[]): ReadonlyMap<string, string> {
  return new Map(lines.flatMap((line) => line.map((word) => [word, line[0] ?? word] as const)));
}

// Ends of texts, read from the end: a pattern such as /[,;]+$/ tries every place of a run anew, which takes as long as the run's square.

/** @param isMark of one UTF-16 unit */
export function withoutEnd(text: string, isMark: (char: string) => boolean): string {
  let end = text.length;
  while (end > 0 && isMark(text[end - 1] as string)) end -= 1;
  return text.slice(0, end);
}

export function withoutStart(text: string, isMark: (char: string) => boolean): string {
  let start = 0;
  while (start < text.length && isMark(text[start] as string)) start += 1;
  return text.slice(start);
}

export function oneOf(chars: string): (char: string) => boolean {
  const known = new Set(chars);
  return (char) => known.has(char);
}

/** Whitespace as /\s/ and `trim` know it. */
export function isSpace(char: string): boolean {
  return char.trim() === '';
}

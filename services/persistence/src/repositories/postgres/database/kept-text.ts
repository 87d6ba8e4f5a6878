/**
 * A text as PostgreSQL keeps it: the sign for what can't be shown stands in the place of NUL, which its text has not, and of half a character, which is no UTF-8
 * and comes of a text that was cut within one.
 */
export function keptText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
}

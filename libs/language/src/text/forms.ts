/** Also the half-width ones that NFKC makes marks of. */
const PILED_MARKS = /[\p{M}\uFF9E\uFF9F]{31}/u;

/** Putting the marks of one letter in order takes time with the square of their number. More than 30 are of no language, and stay as they are. */
export function inForm(form: 'NFC' | 'NFD' | 'NFKC', text: string): string {
  return PILED_MARKS.test(text) ? text : text.normalize(form);
}

/** Letters without their accents, so that a word is found as people type it. */
export function withoutAccents(word: string): string {
  return inForm('NFD', word).replace(/\p{M}/gu, '').normalize('NFC');
}

import { inForm } from './forms.js';

/** Scripts that set no space between words. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー々〆\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
/** Finds a letter of such a script. */
export const unspacedLetter = new RegExp(`[${UNSPACED}]`, 'u');
const RUNS = new RegExp(`[${UNSPACED}]+`, 'gu');

export function holdsUnspaced(text: string): boolean {
  return unspacedLetter.test(text);
}

const SEPARATORS = /[\s。！？、，,.]+/gu;
/**
 * The segmenter's time grows with the square of what it is given at once, so it is given little; and each call costs it a copy of its state,
 * so it isn't given each word alone.
 */
const PARTS = /[^]{1,200}(?= |$)|[^]{1,200}/gu;

/** The words of a text by the dictionary of its language, as ICU has it: lower case, no marks. */
export function segmenterOf(tag: string): (text: string) => string[] {
  let segmenter: Intl.Segmenter | undefined;
  return (text) => {
    segmenter ??= new Intl.Segmenter(tag, { granularity: 'word' });
    const words: string[] = [];
    for (const [part] of inForm('NFKC', text).replace(SEPARATORS, ' ').matchAll(PARTS)) {
      for (const { segment, isWordLike } of segmenter.segment(part)) if (isWordLike) words.push(segment.toLowerCase());
    }
    return words;
  };
}

/**
 * Runs of letters without spaces as overlapping pairs with spaces between, as full-text indexes take them: a dictionary cuts the same word
 * differently in a question and in a text, pairs are always the same. The last letter of a run stands alone. All else stays.
 */
export function pairedLetters(text: string): string {
  return holdsUnspaced(text) ? text.replace(RUNS, (run) => ` ${pairsOf(run).join(' ')} `) : text;
}

function pairsOf(run: string): string[] {
  const letters = [...run];
  return letters.map((letter, at) => `${letter}${letters[at + 1] ?? ''}`);
}

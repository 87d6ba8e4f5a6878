// The detector's tables take 0.1 s and 30 MB, so they are loaded when the first text has to be told, and once.

/** ISO 639-1: "en"; '' where nothing tells. A handful of words of one language is enough; two nouns often aren't. */
export type DetectLanguage = (text: string) => string;

const SHORT_WORDS = 2;
const SHORT_CHARS = 60;

let coming: Promise<DetectLanguage> | undefined;

export function languageDetector(): Promise<DetectLanguage> {
  coming ??= import('eld/extrasmall').then(
    ({ eld }) =>
      (text) =>
        sureOf(eld.detect(text), text),
  );
  return coming;
}

/** Of a word or two most guesses are wrong ("hi" would be Catalan), so there only what the detector itself is sure of counts. */
function sureOf(found: { readonly language: string; isReliable(): boolean }, text: string): string {
  const isShort = (text.slice(0, SHORT_CHARS + 1).match(/\p{L}+/gu)?.length ?? 0) <= SHORT_WORDS && text.length <= SHORT_CHARS;
  return isShort && !found.isReliable() ? '' : found.language;
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'language' });

/** In English: "German". */
export function nameOfLanguage(code: string): string {
  return NAMES.of(code) ?? code;
}

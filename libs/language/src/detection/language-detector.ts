// The detector's tables take 0.1 s and 30 MB, so they are loaded when the first text has to be told, and once.

/** ISO 639-1: "en"; '' where nothing tells. A handful of words of one language is enough; two nouns often aren't. */
export type DetectLanguage = (text: string) => string;

let coming: Promise<DetectLanguage> | undefined;

export function languageDetector(): Promise<DetectLanguage> {
  coming ??= import('eld/extrasmall').then(
    ({ eld }) =>
      (text) =>
        eld.detect(text).language,
  );
  return coming;
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'language' });

/** In English: "German". */
export function nameOfLanguage(code: string): string {
  return NAMES.of(code) ?? code;
}

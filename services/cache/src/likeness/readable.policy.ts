import { english, holdsSigns, nameOfLanguage, unreadSignIn } from '@docmind/language';

/** Why likeness says nothing about this text, whatever it is compared with; undefined where it may. */
export function whyUnread(text: string): string | undefined {
  const sign = unreadSignIn(text);
  if (sign !== undefined) return `the embedder has no words for "${sign}"`;
  return holdsSigns(text) ? 'in code and formulas each sign counts' : undefined;
}

/** Of another language than the pairs were that the calibration was made from, the embedder's likeness was never measured. */
export function whyOtherLanguage(language: string, calibrated: string): string | undefined {
  if (language === calibrated) return undefined;
  const found = language === '' ? 'no language can be told' : `the question seems to be ${nameOfLanguage(language)}`;
  return `${found}, and likeness was measured in ${nameOfLanguage(calibrated)} only`;
}

/** In a first turn nothing says what "this circuit" is: another asker's is another one. */
export function whyPointing(text: string, isFirstTurn: boolean): string | undefined {
  const pointer = isFirstTurn ? english.guards.pointsOutside(english.words.tokenise(text)) : undefined;
  return pointer === undefined ? undefined : `"${pointer}" points at something that the question doesn't name`;
}

import { isInCapitals } from '../../text/shapes.js';
import type { Token } from '../../text/tokens.js';
import { STOP_WORD_GROUPS } from '../words/stop-words.js';

const QUESTION_WORDS: ReadonlySet<string> = new Set(STOP_WORD_GROUPS.questions);

/**
 * "Who works in IT?": a little word in capitals is a name, and stays as written in `lower`, so that no "it" is taken for it. A text that is all in
 * capitals says nothing by them, nor does a question word that opens one.
 */
export function withAcronyms(tokens: readonly Token[], littleWords: ReadonlySet<string>): Token[] {
  const isShouted =
    tokens.length > 1 && tokens.every(({ surface }) => surface === surface.toUpperCase() && surface !== surface.toLowerCase());
  const isAcronym = ({ surface, lower, opening }: Token): boolean =>
    isInCapitals(surface) && littleWords.has(lower) && !(opening && tokens.length > 1 && QUESTION_WORDS.has(lower));
  return isShouted ? [...tokens] : tokens.map((token) => (isAcronym(token) ? { ...token, lower: token.surface } : token));
}

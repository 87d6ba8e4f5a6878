import { isSpace, oneOf, withoutEnd } from '../../text/characters.js';
import { AUXILIARIES, QUESTION_WORDS } from '../questions/question-words.js';
import { CONTENT_STOP_WORDS } from '../words/stop-words.js';
import { tokenise } from '../words/tokenise.js';
import type { Frame } from './question-frame.js';

const isEnd = oneOf('.,;:?!');

/** Without the marks and spaces at its end. */
export function bare(text: string): string {
  return withoutEnd(text, (char) => isEnd(char) || isSpace(char));
}

/** With a word that is no name, whatever its first letter. */
function opensPlainly(text: string): boolean {
  const first = tokenise(text.slice(0, 40))[0]?.lower ?? '';
  return QUESTION_WORDS.has(first) || AUXILIARIES.has(first) || CONTENT_STOP_WORDS.has(first);
}

/** The earlier question with what is asked of it in addition: "How often is the pool cleaned, and by whom?" */
export function joined(before: Frame, more: string): string {
  const said = bare(more);
  const condition = /^(?:what )?(if|unless) /iu.exec(said);
  if (condition) return `${bare(before.text)} ${said.slice(condition[0].length - (condition[1]?.length ?? 0) - 1)}?`;
  return `${bare(before.text)}, and ${opensPlainly(said) ? said.charAt(0).toLowerCase() + said.slice(1) : said}?`;
}

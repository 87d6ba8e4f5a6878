// What a question asks without the turns before it.
import type { TextMessage } from '@docmind/contracts';
import { anyLanguage, type EarlierTurn, english, type Standing } from '@docmind/language';

const { contentWords } = english.words;

/** A turn longer than this says what it asks in its last question. */
const LONGEST_QUESTION = 400;
const LONGEST_ANSWER = 600;
/** Follow-ups of follow-ups are read this far back. */
const MOST_TURNS = 8;
const LONGEST_REWRITTEN = 300;

/** The latest earlier question, each follow-up before it read in turn; undefined on a first turn. */
export function earlierTurnOf(conversation: readonly TextMessage[]): EarlierTurn | undefined {
  const turns = conversation.filter(({ role }) => role === 'user' || role === 'assistant');
  let last: EarlierTurn | undefined;
  for (const turn of turns.slice(-2 * MOST_TURNS)) {
    const said: string = turn.content;
    if (turn.role === 'assistant') last = last && { ...last, answer: said.slice(0, LONGEST_ANSWER) };
    else last = { question: standaloneQuestion(questionIn(said), last).text };
  }
  return last;
}

/** The question without courtesies, and with what it leans on. */
export function standaloneQuestion(said: string, earlier: EarlierTurn | undefined): Standing {
  const asked = english.talk.withoutCourtesy(said);
  if (asked === '') return { is: 'alone', text: said };
  if (english.talk.collectionRequest(asked)?.asks === 'list') return { is: 'alone', text: asked };
  return anyLanguage.talk.standing(asked, earlier);
}

/** Of a long turn its last question; nothing where it has none. */
function questionIn(turn: string): string {
  if (turn.length <= LONGEST_QUESTION) return turn;
  const questions = english.sentences.split(turn.slice(-4 * LONGEST_QUESTION)).filter((sentence) => sentence.endsWith('?'));
  const last = questions.at(-1) ?? '';
  return last.length <= LONGEST_QUESTION ? last : '';
}

export const REWRITE_SYSTEM_PROMPT =
  'Rewrite the last question so that it can be understood without the conversation. Keep its meaning and its language. Write only the question.';

export function rewritePrompt(said: string, { question, answer = '' }: EarlierTurn): TextMessage[] {
  const answered = answer === '' ? '' : `\nAssistant: ${answer}`;
  return [
    { role: 'system', content: REWRITE_SYSTEM_PROMPT },
    { role: 'user', content: `User: ${question}${answered}\nUser: ${said}\n\nThe last question, rewritten:` },
  ];
}

/**
 * What the model made of a follow-up, where it can be believed: one question that holds all that was said, something of what was said
 * before, and no word of its own.
 */
export function believedRewriting(written: string, said: string, turn: EarlierTurn): string | undefined {
  const [line = ''] = written.trim().split('\n');
  const text = line.replace(/^["']|["']$/gu, '').trim();
  const [now, before, rewritten] = [contentWords(said), contentWords(Object.values(turn).join(' ')), contentWords(text)];
  const isQuestion = text.endsWith('?') && text.length <= LONGEST_REWRITTEN && !english.talk.refersBack(text);
  const isWhole = [...now].every((word) => rewritten.has(word));
  const added = [...rewritten].filter((word) => !now.has(word));
  return isQuestion && isWhole && added.length > 0 && added.every((word) => before.has(word)) ? text : undefined;
}

// How a chat model is asked whether a sentence answers a question, and what its one word is worth.
import { type ChatMessage, type ChatReply, oddsOfWords } from '@docmind/contracts';

/** A text and the question that it may answer. */
export interface Judged {
  readonly question: string;
  /** What the text stands under: its document and heading. */
  readonly title: string;
  readonly text: string;
}

const INSTRUCTION =
  'You check whether a text gives the answer to a question. Say yes only if the text itself states the answer to exactly this question. ' +
  'Say no if it is about another thing, person, time or place, or leaves the answer out.';

/** Half of them near misses: without examples small models say yes to whatever is on the subject. They cost little, as an engine keeps a prompt's start. */
const EXAMPLES: readonly (Judged & { readonly answer: 'yes' | 'no' })[] = [
  example('Lease, Flat 2', 'The rent is 640 euros a month and is due on the third working day.', 'How much is the rent?', 'yes'),
  example('Lease, Flat 2', 'The rent is 640 euros a month and is due on the third working day.', 'How much is the deposit?', 'no'),
  example('Opening hours', 'The pool opens at 7 on weekdays. On Saturdays it opens at 9.', 'When does the pool open on Saturdays?', 'yes'),
  example('Opening hours', 'The pool opens at 7 on weekdays. On Saturdays it opens at 9.', 'When does the pool close on Saturdays?', 'no'),
  example(
    'History of Vellmar',
    'The first bridge was built by Anna Roth in 1821 and burnt down in 1840.',
    'Who rebuilt the bridge after the fire?',
    'no',
  ),
  example(
    'History of Vellmar',
    'The first bridge was built by Anna Roth in 1821 and burnt down in 1840.',
    'What happened to the bridge in 1840?',
    'yes',
  ),
  example('Printer manual', 'The X20 holds 250 sheets of A4 paper.', 'How many sheets does the X30 hold?', 'no'),
  example('Printer manual', 'The X20 holds 250 sheets of A4 paper.', 'What is the capacity of the X20 for paper?', 'yes'),
];

function example(title: string, text: string, question: string, answer: 'yes' | 'no') {
  return { title, text, question, answer };
}

export function judgePrompt(judged: Judged): ChatMessage[] {
  const shown = EXAMPLES.flatMap((one): ChatMessage[] => [
    { role: 'user', content: asked(one) },
    { role: 'assistant', content: one.answer },
  ]);
  return [{ role: 'system', content: INSTRUCTION }, ...shown, { role: 'user', content: asked(judged) }];
}

function asked({ title, text, question }: Judged): string {
  return `Text (${title}): ${text}\nQuestion: ${question}`;
}

/** Log-odds of "yes" against "no"; undefined where the model says neither. */
export function oddsOf(reply: Pick<ChatReply, 'content' | 'firstToken'>): number | undefined {
  return oddsOfWords(reply, 'yes', 'no');
}

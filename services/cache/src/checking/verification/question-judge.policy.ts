// How a chat model is asked whether two questions have the same answer, and what its one word is worth.
import { type ChatMessage, type ChatReply, oddsOfWords } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { Comparison, QuestionPair } from './pair-verifier.port.js';

/** Goes up with whatever changes here: what a model said to another prompt counts no longer. */
export const WAY_OF_ASKING = 2;

const INSTRUCTION =
  'You compare two questions. Say same only if the complete and right answer to one is the complete and right answer to the other as well. ' +
  'Say different if one is narrower, asks something more, or asks about another thing, number, place, time or direction.';

/** Half of them near misses: without examples small models say "same" to whatever looks alike. They cost little, as an engine keeps a prompt's start. */
const EXAMPLES: readonly (QuestionPair & { readonly is: Comparison })[] = [
  example('How much is the annual fee?', 'What is the yearly fee?', 'same'),
  example('How do I add a user?', 'How do I remove a user?', 'different'),
  example('Who approved the order?', 'By whom was the order approved?', 'same'),
  example('Which rooms have a projector?', 'Which large rooms have a projector?', 'different'),
  example('When does the pool open on Sundays?', 'On Sundays, at what time does the pool open?', 'same'),
  example('When does the pool open on Sundays?', 'When does the pool open on Mondays?', 'different'),
  example('Who pays the broker?', 'Whom does the broker pay?', 'different'),
  example('How long may I keep a borrowed book?', 'What is the loan period for books?', 'same'),
  example('What does the new law say?', 'What did the old law say?', 'different'),
  example("What's the wifi password?", 'Tell me the password of the wireless network.', 'same'),
];

function example(stored: string, asked: string, is: Comparison) {
  return { stored, asked, is };
}

export function questionPrompt(pair: QuestionPair): ChatMessage[] {
  const shown = EXAMPLES.flatMap((one): ChatMessage[] => [
    { role: 'user', content: put(one) },
    { role: 'assistant', content: one.is },
  ]);
  return [{ role: 'system', content: INSTRUCTION }, ...shown, { role: 'user', content: put(pair) }];
}

/** As JSON, so that instructions within a question stay a quoted text. */
function put({ stored, asked }: QuestionPair): string {
  return `First: ${JSON.stringify(stored)}\nSecond: ${JSON.stringify(asked)}`;
}

/** A model that leans to "same" by less than 88 % against 12 is in doubt itself. A bare word, where an engine tells no probabilities, is worth 95. */
const SURE_OF_SAME = 2;

/** @throws AppError INTERNAL where the model says neither */
export function comparisonOf(reply: Pick<ChatReply, 'content' | 'firstToken'>): Comparison {
  const odds = oddsOfWords(reply, 'same', 'different');
  if (odds !== undefined) return odds >= SURE_OF_SAME ? 'same' : 'different';
  throw new AppError('INTERNAL', 'The model did not compare a pair of texts: it must reply "same" or "different"');
}

// What is said to a person rather than asked of documents: greetings, wishes, refusals, references to what was said before.
import { Phrases } from '../../text/phrases.js';
import { wordLines } from '../../text/word-lists.js';
import type { Token } from '../../text/tokens.js';
import { wordsIn } from '../words/content-words.js';

export const COURTESIES = wordLines(`
  are you a bot
  are you a human
  are you a robot
  are you an ai
  are you human
  bye
  cool
  good afternoon
  good evening
  good morning
  good night
  goodbye
  great
  have a good day
  have a nice day
  hello
  hey
  hi
  hiya
  how are things
  how are you
  how are you doing
  how is it going
  nice
  nice to meet you
  ok
  okay
  see you
  thank you
  thanks
  thx
  what are you
  what can you do
  what is up
  who are you`);

/** Before a wish. */
export const ASKING = wordLines(`
  can you
  could you
  please`);

/** Wish for a text of the answerer's own, not for a fact. */
export const WISHES = wordLines(`
  brainstorm
  compose
  draft
  imagine
  invent
  paraphrase
  pretend
  proofread
  rephrase
  rewrite
  roleplay
  say
  sing
  tell me a joke
  tell me a story
  translate
  write`);

export const DOCUMENTS = wordLines(`
  according to
  document
  documents
  file
  files
  handbook
  in my docs
  in my notes
  in our docs
  in our notes
  in the docs
  in the notes
  manual
  pdf
  pdfs
  uploaded`);

/** Lean on what was said before, at the start of a question. */
export const LEANING = wordLines(`
  and
  but
  how about
  so
  what about`);

export const REFERENCES = wordLines(`
  he
  her
  his
  it
  its
  she
  that
  the same
  their
  them
  there
  these
  they
  this
  those`);

/** An answer that opens with one of these answers nothing. */
export const REGRETS = wordLines(`
  i am afraid
  i am not sure
  i am sorry
  i am unable
  i can not
  i could not
  i do not
  sorry
  we are afraid
  we are not sure
  we are sorry
  we are unable`);

/** The same within an answer. */
export const GIVING_UP = wordLines(`
  as an ai
  can not be answered
  can not be determined
  can not be found
  do not answer
  do not contain
  do not mention
  do not provide
  do not say
  do not specify
  do not state
  do not tell
  does not answer
  does not contain
  does not mention
  does not provide
  does not say
  does not specify
  does not state
  does not tell
  i am not sure
  i am sorry
  i am unable
  i can not
  i do not
  insufficient information
  no information
  not enough information
  not given
  not mentioned
  not provided
  not said
  not specified
  not stated
  we can not
  we do not know`);

const courtesies = new Phrases(COURTESIES);
const asking = new Phrases(ASKING);
const wishes = new Phrases(WISHES);
const documents = new Phrases(DOCUMENTS);
const leaning = new Phrases(LEANING);
const references = new Phrases(REFERENCES);
const regrets = new Phrases(REGRETS);
const givingUp = new Phrases(GIVING_UP);

export function opensWithCourtesy(text: string): boolean {
  return courtesies.lengthAt(wordsIn(text), 0) > 0;
}

export function asksForOwnText(text: string): boolean {
  return wishes.lengthAt(asking.skippedIn(wordsIn(text)), 0) > 0;
}

export function speaksOfDocuments(text: string): boolean {
  return documents.standIn(wordsIn(text));
}

export function leansOnEarlier(text: string): boolean {
  return leaning.lengthAt(wordsIn(text), 0) > 0;
}

export function refersBack(text: string): boolean {
  return references.standIn(wordsIn(text));
}

export function opensWithRegret(text: string): boolean {
  return regrets.lengthAt(wordsIn(text), 0) > 0;
}

export function givesUp(text: string): boolean {
  return givingUp.standIn(wordsIn(text));
}

export function yesOrNo(tokens: readonly Token[]): 'yes' | 'no' | undefined {
  const first = tokens[0]?.lower;
  return first === 'yes' || first === 'no' ? first : undefined;
}

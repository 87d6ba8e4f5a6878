// A question that leans on the one before it, written so that it stands alone: "And a service?" after "How much is a tyre change for the
// Model 3?" asks how much a service for the Model 3 is.
import type { EarlierTurn, Standing } from '../../pack/language-pack.js';
import { oneOf, withoutEnd } from '../../text/characters.js';
import { Phrases } from '../../text/phrases.js';
import { contentWords } from '../words/content-words.js';
import { joined } from './join.js';
import { MORE } from './follow-up-words.js';
import { withoutFrame } from './fragment.js';
import { Frame } from './question-frame.js';
import { resolved } from './references.js';
import { replaced } from './replacement.js';

const more = new Phrases(MORE);
const SHORT = 12;
/** A longer turn tells nothing that a rule could use. */
const LONGEST = 400;

export function standing(text: string, earlier: EarlierTurn | undefined): Standing {
  const said = withoutFrame(text);
  if (earlier === undefined || earlier.question.length > LONGEST || text.length > LONGEST) return { is: 'alone', text };
  const before = new Frame(earlier.question);
  const frame = new Frame(said.text);
  if (asksForMore(frame)) return aboutThat(before);
  if (isFragment(frame, said.isLeaning || text.trimEnd().endsWith('?'))) return replaced(frame, before);
  if (isAppendix(frame)) return { is: 'rewritten', text: joined(before, said.text) };
  const meant = resolved(frame, before, earlier.answer);
  if (meant !== undefined) return meant;
  if (isThin(frame, said.isLeaning)) return { is: 'guessed', text: joined(before, said.text) };
  return { is: 'alone', text: said.text };
}

function asksForMore({ words }: Frame): boolean {
  const lower = Array.from({ length: Math.min(words.count, 6) }, (_, at) => words.bareAt(at));
  return words.count > 0 && more.lengthAt(lower, 0) === words.count;
}

function aboutThat(before: Frame): Standing {
  const [topic] = before.things;
  if (topic === undefined) return { is: 'guessed', text: before.text };
  return { is: 'rewritten', text: `Tell me more about ${withoutEnd(before.textOf(before.widened(topic)), oneOf('.,;:?!'))}` };
}

/** Noun phrases without a verb or a question word: what it asks of them was said before. */
function isFragment(frame: Frame, isLeaning: boolean): boolean {
  const { words } = frame;
  if (words.count === 0 || words.count > SHORT || !isLeaning) return false;
  const isVerbAlone = words.count === 1 && frame.has('verb');
  return (
    isVerbAlone || !(frame.has('verb') || frame.has('auxiliary') || frame.has('asking') || (frame.has('pronoun') && !frame.has('thing')))
  );
}

/** "By whom", "since when", "if I have the pro account": what is said before goes on in it. */
function isAppendix(frame: Frame): boolean {
  const first = frame.words.bareAt(0);
  const second = frame.words.bareAt(1);
  if (first === 'if' || (first === 'what' && second === 'if') || first === 'unless') return true;
  return frame.has('asking') && !frame.has('thing') && !frame.has('verb') && !frame.has('auxiliary') && !frame.has('pronoun');
}

/** Asks of something that it doesn't name. */
function isThin(frame: Frame, isLeaning: boolean): boolean {
  return frame.things.length === 0 && frame.words.count < SHORT && (isLeaning || contentWords(frame.text).size < 2);
}

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
/** "And now?", "so what?" */
const NOTHING = /^[^\p{L}\p{N}]*(?:what[^\p{L}\p{N}]*)?$/iu;
/** A longer turn tells nothing that a rule could use. */
const LONGEST = 400;

export function standing(text: string, earlier: EarlierTurn | undefined): Standing {
  const said = withoutFrame(text);
  if (earlier === undefined || isTooLong(earlier.question, text) || NOTHING.test(said.text)) return { is: 'alone', text };
  const [frame, before] = [new Frame(said.text), new Frame(earlier.question)];
  return (
    goesOn(frame, before, { ...said, isAsked: text.trimEnd().endsWith('?') }) ??
    resolved(frame, before, earlier.answer) ??
    alone(frame, before, said.isLeaning)
  );
}

function goesOn(
  frame: Frame,
  before: Frame,
  { text, isLeaning, isAsked }: { readonly text: string; readonly isLeaning: boolean; readonly isAsked: boolean },
): Standing | undefined {
  if (asksForMore(frame)) return aboutThat(before);
  if (isFragment(frame, isLeaning || isAsked)) return replaced(frame, before);
  return isAppendix(frame) ? { is: 'rewritten', text: joined(before, text) } : undefined;
}

function isTooLong(...texts: readonly string[]): boolean {
  return texts.some((text) => text.length > LONGEST);
}

function alone(frame: Frame, before: Frame, isLeaning: boolean): Standing {
  return isThin(frame, isLeaning) ? { is: 'guessed', text: joined(before, frame.text) } : { is: 'alone', text: frame.text };
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
  const { count } = frame.words;
  if (count === 0 || count > SHORT || !isLeaning) return false;
  if (count === 1 && frame.has('verb')) return true;
  return !frame.has('verb', 'auxiliary', 'asking') && (frame.has('thing') || !frame.has('pronoun'));
}

/** "By whom", "since when", "if I have the pro account": what is said before goes on in it. */
function isAppendix(frame: Frame): boolean {
  const first = frame.words.bareAt(0);
  if (['if', 'unless'].includes(first) || (first === 'what' && frame.words.bareAt(1) === 'if')) return true;
  return frame.has('asking') && !frame.has('thing', 'verb', 'auxiliary', 'pronoun');
}

/** Asks of something that it doesn't name. */
function isThin(frame: Frame, isLeaning: boolean): boolean {
  return frame.things.length === 0 && frame.words.count < SHORT && (isLeaning || contentWords(frame.text).size < 2);
}

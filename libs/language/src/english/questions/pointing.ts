// Words that point at something outside the text: in a question that stands alone they mean another thing for each asker.
import type { Token } from '../../text/tokens.js';
import { words } from '../../text/word-lists.js';
import { QUESTION_STOP_WORDS } from '../words/stop-words.js';
import { AUXILIARIES } from './question-words.js';

/** After "this": a time of now, the same for all who ask. */
export const NOW = words(
  'afternoon autumn century day decade evening month morning quarter semester spring summer week weekend winter year',
);
/** After "those": says which. */
export const SAYING_WHICH = words('from in of on that which who with');
/** After "my" or "our": whatever the asker has before them. */
export const VAGUE_THINGS = words(`
  answer approach assignment attempt calculation case circuit code data diagram dilemma equation error example exercise expression file formula
  function homework idea image input issue message output paragraph picture problem program project query question result scenario script
  sentence setup situation solution string table task text thing`);
/** After "the": what the asker has shown or said elsewhere. */
export const SHOWN = words('above attached below following former latter');
/** Of persons and things that must have been named before. */
export const NAMED_BEFORE = words('he her him his its she their them they');
/** After "does it": nothing in particular does. */
export const OF_NOTHING = words('cost help hurt make matter mean pay rain snow take');

const BE = ['is', 'was', 'are', 'were'];

/** Undefined where there is none: what an earlier sentence of the text says may be pointed at. */
export function pointsOutside(tokens: readonly Token[]): string | undefined {
  const lower = tokens.map((token) => token.lower);
  const end = firstSentenceEnd(tokens);
  let isNamed = false;
  for (let at = 0; at < end; at += 1) {
    if (isPointing(lower, at, end) || isPronoun(lower, at, end, isNamed)) return said(lower, at);
    isNamed ||= isTelling(lower[at] ?? '');
  }
  return undefined;
}

/** How many tokens the first sentence with a telling word has. */
function firstSentenceEnd(tokens: readonly Token[]): number {
  const told = tokens.findIndex(({ lower }) => isTelling(lower));
  const next = tokens.findIndex(({ opening }, at) => opening && at > told);
  return told === -1 || next === -1 ? tokens.length : next;
}

function isTelling(word: string): boolean {
  return !QUESTION_STOP_WORDS.has(word) && !NAMED_BEFORE.includes(word);
}

const POINTERS: Readonly<Record<string, (before: string, next: string, isLast: boolean, isSecond: boolean) => boolean>> = {
  here: () => true,
  this: (_, next) => !NOW.includes(next),
  these: (_, next) => next !== 'days' && !NOW.includes(next),
  those: (_, next) => !SAYING_WHICH.includes(next),
  that: (before, _, isLast, isSecond) => isLast || (isSecond && AUXILIARIES.has(before)),
  my: (_, next) => VAGUE_THINGS.includes(next),
  our: (_, next) => VAGUE_THINGS.includes(next),
  the: (_, next) => SHOWN.includes(next),
};

function isPointing(lower: readonly string[], at: number, end: number): boolean {
  const points = Object.hasOwn(POINTERS, lower[at] ?? '') ? POINTERS[lower[at] ?? ''] : undefined;
  return points?.(lower[at - 1] ?? '', lower[at + 1] ?? '', at === end - 1, at === 1) ?? false;
}

function isPronoun(lower: readonly string[], at: number, end: number, isNamed: boolean): boolean {
  const word = lower[at] ?? '';
  return word === 'it' ? isOpenIt(lower, at, end, isNamed) : !isNamed && NAMED_BEFORE.includes(word);
}

/** "Does it support IPv6?", "Is it open?", "How do I mount it?"; not "How long does it take to ...", "Is it possible to ...". */
function isOpenIt(lower: readonly string[], at: number, end: number, isNamed: boolean): boolean {
  const [before, next] = [lower[at - 1] ?? '', lower[at + 1] ?? ''];
  if (at === end - 1) return lower.slice(0, at).filter(isTelling).length < 2;
  if (isNamed || OF_NOTHING.includes(next)) return false;
  if (BE.includes(before)) return !lower.slice(at, end).some((word) => ['to', 'that', 'if', 'when', 'for'].includes(word));
  return AUXILIARIES.has(before);
}

function said(lower: readonly string[], at: number): string {
  return ['my', 'our', 'the', 'this', 'these', 'those'].includes(lower[at] ?? '') ? lower.slice(at, at + 2).join(' ') : (lower[at] ?? '');
}

// What is said around a question: "Thanks, and when does the canteen close?" asks when the canteen closes.
import { Phrases } from '../../text/phrases.js';
import { PlacedWords } from '../../text/placed-words.js';
import { wordLines, words } from '../../text/word-lists.js';
import { AUXILIARIES, COMMANDS, QUESTION_WORDS } from '../questions/question-words.js';
import { tokenise } from '../words/tokenise.js';
import { COURTESIES } from './talk.js';

/** Said like a courtesy, before or after one. */
export const ASIDES = wordLines(`
  all clear
  another question
  awesome
  cheers
  excellent
  got it
  i have a question
  i see
  next question
  one more question
  one more thing
  oops
  perfect
  quick question
  sorry
  sorry to bother you
  that helped
  that helps
  that is all
  that was helpful
  understood
  well
  wonderful`);

/** Belong to the courtesy before them. */
export const TAILS = wordLines(`
  a lot
  a million
  again
  all
  docmind
  ever so much
  everybody
  everyone
  folks
  for now
  for today
  in advance
  mate
  me
  so far
  so much
  team
  there
  today
  very much`);

/** Lead from a courtesy to what is asked. */
export const LEADS = words('also and but now so then');
/** "Thanks for the files, ...": up to the next mark. */
const LONGEST_REASON = 8;
const LONGEST_ENDING = 12;
const MARKS = '.,;:!?–—';

const courtesies = new Phrases([...COURTESIES, ...ASIDES]);
const tails = new Phrases(TAILS);

/** A text's words with contractions written out, each with the place of the written word that it comes from. */
class Said {
  readonly lower: string[] = [];
  private readonly owners: number[] = [];

  constructor(readonly placed: PlacedWords) {
    for (let at = 0; at < placed.count; at += 1) {
      for (const { lower } of tokenise(placed.bareAt(at))) {
        this.lower.push(lower);
        this.owners.push(at);
      }
    }
  }

  get count(): number {
    return this.lower.length;
  }

  ownerOf(at: number): number {
    return this.owners[at] ?? this.placed.count;
  }

  /** Whether a mark stands behind this word. */
  isMarked(at: number): boolean {
    return this.ownerOf(at + 1) !== this.ownerOf(at) && MARKS.includes(this.placed.lastCharOf(this.ownerOf(at)));
  }
}

/** The text without greetings, thanks and asides before and after what is asked; '' where nothing else is said. */
export function withoutCourtesy(text: string): string {
  const said = new Said(new PlacedWords(text));
  const start = afterCourtesies(said);
  const end = beforeCourtesies(said, start);
  if (start === 0 && end === said.count) return text;
  return said.placed.slice(said.ownerOf(start), said.ownerOf(end));
}

function afterCourtesies(said: Said): number {
  let start = 0;
  for (;;) {
    const end = courtesyEnd(said, start);
    if (end === undefined || end === said.count) return end ?? start;
    const next = afterLead(said, end);
    if (next === end && !isParted(said, end)) return start;
    start = next;
  }
}

function afterLead(said: Said, at: number): number {
  return LEADS.includes(said.lower[at] ?? '') ? at + 1 : at;
}

/** A mark, another courtesy or the beginning of a question shows that a courtesy was one. */
function isParted(said: Said, end: number): boolean {
  return said.isMarked(end - 1) || opensQuestion(said.lower[end] ?? '') || courtesyEnd(said, end) !== undefined;
}

/** Where the courtesy that stands here ends; undefined where none stands here. */
function courtesyEnd(said: Said, at: number): number | undefined {
  const length = courtesies.lengthAt(said.lower, at);
  if (length === 0) return undefined;
  let end = at + length;
  for (let tail = tails.lengthAt(said.lower, end); tail > 0; tail = tails.lengthAt(said.lower, end)) end += tail;
  return said.isMarked(end - 1) ? end : reasonEnd(said, end);
}

/** "For your help" or "to bother you" behind a courtesy belongs to it where a mark or the end follows. */
function reasonEnd(said: Said, at: number): number {
  if (!['for', 'to'].includes(said.lower[at] ?? '')) return at;
  for (let end = at + 1; end <= Math.min(at + LONGEST_REASON, said.count); end += 1) {
    if (end === said.count || said.isMarked(end - 1)) return end;
  }
  return at;
}

function beforeCourtesies(said: Said, start: number): number {
  let end = said.count;
  for (let from = end - 1; from > Math.max(start, said.count - LONGEST_ENDING); from -= 1) {
    if (said.isMarked(from - 1) && isCourtesyUpTo(said, from, end)) end = from;
  }
  return end;
}

function isCourtesyUpTo(said: Said, from: number, end: number): boolean {
  let at = from;
  while (at < end) {
    const next = courtesyEnd(said, at);
    if (next === undefined) return false;
    at = next;
  }
  return true;
}

function opensQuestion(word: string): boolean {
  return QUESTION_WORDS.has(word) || AUXILIARIES.has(word) || COMMANDS.includes(word) || ['i', 'please'].includes(word);
}

/** Whether it is worded as a question or a request. */
export function isAsked(text: string): boolean {
  const lower = tokenise(text).map((token) => token.lower);
  return text.trimEnd().endsWith('?') || opensQuestion(lower[0] ?? '') || lower.some((word) => QUESTION_WORDS.has(word));
}

// Finds where a text speaks to a model that reads it. Cues alone prove nothing ("always answer the door"), so each rule wants several.
import { inForm } from '../text/forms.js';
import type { WordList } from '../text/word-lists.js';
import * as cues from './cues.js';

export interface TextSpan {
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/** Marks of chat templates and of messages as data, which no document needs. */
const TEMPLATE = /<\|[^|<>\n]{1,40}\|>|\[\/?INST\]|<<\/?SYS>>|"role"\s{0,3}:\s{0,3}"(?:system|developer)"|<\/?(?:system|assistant)>/iu;

/** Any of the words, whole; between those of one entry stands white space. */
function sourceOf(entries: WordList | readonly WordList[]): string {
  const alternatives = entries.map((entry) => (typeof entry === 'string' ? entry : (entry as WordList).join(' ')));
  const patterns = alternatives.map((text) =>
    text
      .replace(/[.+?^${}()|[\]\\]/gu, '\\$&')
      .replaceAll('*', '\\p{L}{0,12}')
      .replaceAll(' ', '\\s{1,3}'),
  );
  return `(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?![\\p{L}\\p{N}])`;
}

function anyOf(entries: WordList | readonly WordList[]): RegExp {
  return new RegExp(sourceOf(entries), 'iu');
}

/** Words of one list not far before words of another, in one sentence. */
function near(first: WordList | readonly WordList[], chars: number, second: WordList | readonly WordList[], before = ''): RegExp {
  return new RegExp(`${before}${sourceOf(first)}(?=\\s)(?!\\s(?:nicht|not))[^.!?\\n]{0,${chars}}${sourceOf(second)}`, 'iu');
}

/** Where a sentence or a part of one begins, so that a wish may stand. */
const WISH = `(?:^|[.!?:;,\\n"“«(\\-]\\s{0,3}|${sourceOf(cues.BEFORE_A_WISH)}\\s)`;

const CUES = {
  overriding: near(cues.OVERRIDING, 40, cues.OVERRIDDEN, WISH),
  ifYouAre: near(cues.IF_YOU_ARE, 20, cues.ADDRESSED),
  addressed: anyOf(cues.ADDRESSED),
  saying: anyOf(cues.SAYING),
  always: anyOf(cues.ALWAYS),
  havingTo: anyOf(cues.HAVING_TO),
  whenAsked: near(cues.WHEN, 40, cues.ASKING),
  newRole: anyOf(cues.NEW_ROLE),
  playing: new RegExp(`${WISH}${sourceOf(cues.PLAYING)}`, 'iu'),
  secrets: anyOf(cues.SECRETS),
  isVoid: anyOf(cues.VOID),
  before: anyOf(cues.BEFORE),
  ends: anyOf(cues.ENDS),
} as const;
type Cue = keyof typeof CUES;

const TURN = new RegExp(`^[\\s>*#_\\[("']{0,8}(?:${cues.TURNS.join('|')})\\]?\\s{0,3}:`, 'iu');

const RULES: readonly (readonly Cue[])[] = [
  ['overriding'],
  ['ifYouAre', 'saying'],
  ['newRole'],
  ['playing'],
  ['addressed', 'saying', 'always'],
  ['addressed', 'saying', 'havingTo'],
  ['addressed', 'saying', 'whenAsked'],
  ['addressed', 'havingTo', 'always'],
  ['secrets', 'saying'],
  ['isVoid', 'before', 'whenAsked', 'saying'],
  ['isVoid', 'before', 'saying', 'always'],
];
/** A line that is set as a turn of a talk needs one sign that it is meant for a reader. */
const TURN_RULES: readonly (readonly Cue[])[] = [['saying'], ['whenAsked'], ['always'], ['havingTo']];
/** "Note to AI tools:" opens what is meant for them, whatever it says. */
const NOTE_TO = /^[^\p{L}]{0,8}(?:\p{L}{2,20}\s){0,3}(?:to|for|für|an|para|pour|aux|à)\s[^:.!?\n]{1,60}:/iu;

/** Whether a block of text speaks to a model that reads it. Nothing is known of who wrote it. */
export function instructs(block: string): boolean {
  const text = plain(block);
  if (TEMPLATE.test(text)) return true;
  const said = new Map<Cue, boolean>();
  const holds = (cue: Cue): boolean => {
    const known = said.get(cue) ?? CUES[cue].test(text);
    said.set(cue, known);
    return known;
  };
  const fits = (rule: readonly Cue[]): boolean => rule.every(holds);
  const note = NOTE_TO.exec(text);
  return RULES.some(fits) || (TURN.test(text) && TURN_RULES.some(fits)) || (note !== null && CUES.addressed.test(note[0]));
}

/** Signs that nobody sees part words so that they aren't found; letters of full width and the like are the same letters. */
function plain(text: string): string {
  return inForm('NFKC', text).replace(/\p{Cf}/gu, '');
}

/** Whether a block pretends that the passages end here; "End of document" as a whole line is such a mark, within a sentence it isn't. */
function pretendsAnEnd(block: string): boolean {
  const [line = ''] = plain(block).trim().split('\n');
  return (
    line.length <= 60 &&
    /^[^\p{L}]{0,20}(?:\p{L}[\p{L} ]{0,40})[^\p{L}]{0,20}$/u.test(line) &&
    CUES.ends.test(line) &&
    /[^\p{L}\s]/u.test(line)
  );
}

/**
 * The blocks of a text that speak to a model that reads it, and all that follows a pretended end. A block ends at an empty line.
 * @returns spans in order, none overlaps another
 */
export function instructionsIn(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  for (const block of blocksOf(text)) {
    const content = text.slice(block.start, block.end);
    if (pretendsAnEnd(content)) return [...spans, { start: block.start, end: text.length }];
    if (instructs(content)) spans.push(block);
  }
  return spans;
}

function blocksOf(text: string): TextSpan[] {
  const blocks: TextSpan[] = [];
  let start = 0;
  for (const { 0: gap, index } of text.matchAll(/\n[^\S\n]*\n\s*/gu)) {
    blocks.push({ start, end: index });
    start = index + gap.length;
  }
  return [...blocks, { start, end: text.length }].flatMap((block) =>
    block.end - block.start > LONGEST_BLOCK ? linesOf(text, block) : [block],
  );
}

/** In a long list or table each line is about something else, and any two of them hold all cues by chance. */
const LONGEST_BLOCK = 1_200;

function linesOf(text: string, { start, end }: TextSpan): TextSpan[] {
  let from = start;
  return text
    .slice(start, end)
    .split('\n')
    .map((line) => {
      const span = { start: from, end: from + line.length };
      from = span.end + 1;
      return span;
    });
}

// An earlier question as its parts: what it is about stands in noun phrases, which a follow-up replaces or refers to.
import { PlacedWords } from '../../text/placed-words.js';
import { AUXILIARIES, MEASURES, NUMBERED, QUESTION_WORDS, VALUES } from '../questions/question-words.js';
import { DEFINITE, INDEFINITE, VERBS } from './follow-up-words.js';
import { timesIn } from '../numbers/calendar.js';
import { POSSESSIVES, PREPOSITIONS } from '../words/function-words.js';
import { isParticiple, stem } from '../words/stems.js';
import { STOP_WORD_GROUPS } from '../words/stop-words.js';
import { tokenise } from '../words/tokenise.js';

export type PartKind = 'asking' | 'auxiliary' | 'verb' | 'preposition' | 'pronoun' | 'thing';
export interface Part {
  readonly kind: PartKind;
  /** Places of words, the end not included. */
  readonly start: number;
  readonly end: number;
}

const VERB_STEMS: ReadonlySet<string> = new Set(VERBS.map(stem));
const PRONOUNS: ReadonlySet<string> = new Set([
  ...STOP_WORD_GROUPS.persons,
  ...STOP_WORD_GROUPS.others,
  ...STOP_WORD_GROUPS.ownership,
  'there',
  'here',
]);
const NARROWING: ReadonlySet<string> = new Set([...PREPOSITIONS, 'after', 'before', 'off', 'since', 'per', 'until', 'without']);
const YEAR = /^(?:19|20)\d{2}[?.,!]?$/u;
/** Of a fragment no more is read. */
const MOST_WORDS = 80;

export function isVerb(word: string): boolean {
  return VERB_STEMS.has(stem(word));
}

const VALUE_STEMS: ReadonlySet<string> = new Set([...MEASURES, ...VALUES].map(stem));

const NUMBERED_STEMS: ReadonlySet<string> = new Set(NUMBERED.map(stem));

/** "Number", "price": one of several of its kind. */
export function isNumbered(word: string): boolean {
  return NUMBERED_STEMS.has(stem(word));
}

/** "Much", "price", "cost", "take": says what is asked of a thing, and names none. */
export function asksOnly(word: string): boolean {
  return VALUE_STEMS.has(stem(word)) || isVerb(word);
}

/** A question's words with the parts they make; only its first words are read. */
export class Frame {
  readonly words: PlacedWords;
  readonly parts: readonly Part[];

  constructor(readonly text: string) {
    this.words = new PlacedWords(text);
    this.parts = this.read();
  }

  /** Noun phrases that a follow-up may replace: all but the one that is asked for. */
  get things(): Part[] {
    return this.parts.filter((part, at) => part.kind === 'thing' && !this.isAskedFor(at));
  }

  /** Whether it has a part of any of these kinds. */
  has(...kinds: readonly PartKind[]): boolean {
    return this.parts.some((part) => kinds.includes(part.kind));
  }

  textOf({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.words.slice(start, end);
  }

  /** The preposition right before a part; '' where there is none. */
  prepositionBefore({ start }: Part): string {
    const word = this.words.bareAt(start - 1);
    return start > 0 && NARROWING.has(word) ? word : '';
  }

  articleOf({ start }: Part): 'definite' | 'indefinite' | 'none' | 'owner' {
    const word = this.words.bareAt(start);
    if (POSSESSIVES.includes(word)) return 'owner';
    if (DEFINITE.includes(word)) return 'definite';
    return INDEFINITE.includes(word) ? 'indefinite' : 'none';
  }

  /** A noun phrase with those that hang on it: "the deadline" with "for the tax return". */
  widened(part: Part): Part {
    const at = this.parts.indexOf(part);
    const [joint, next] = [this.parts[at + 1], this.parts[at + 2]];
    const hangs = joint?.kind === 'preposition' && next?.kind === 'thing' && joint.start === part.end && !this.isTime(next);
    return hangs ? { ...part, end: this.widened(next).end } : part;
  }

  isTime(part: Part): boolean {
    const text = this.textOf(part);
    return YEAR.test(text) || timesIn(tokenise(`on ${text}`)).length > 0;
  }

  /** "How many parking spaces", "which doctor", and what follows with "of". */
  private isAskedFor(at: number): boolean {
    const [before, part] = [this.parts[at - 1], this.parts[at]];
    if (before === undefined || part === undefined) return false;
    if (before.kind === 'asking') return before.end === part.start && this.articleOf(part) === 'none';
    return this.words.bareAt(before.start) === 'of' && this.isAskedFor(at - 2);
  }

  private read(): Part[] {
    const parts: Part[] = [];
    const count = Math.min(this.words.count, MOST_WORDS);
    for (let at = 0; at < count; at += 1) {
      const last = parts.at(-1);
      const kind = this.kindAt(at, last);
      if (kind === 'thing' && last !== undefined && this.goesOn(last, at)) parts[parts.length - 1] = { ...last, end: at + 1 };
      else if (kind !== undefined) parts.push({ kind, start: at, end: at + 1 });
    }
    return parts;
  }

  /** A noun phrase goes on in its next word. */
  private goesOn(last: Part, at: number): boolean {
    return last.kind === 'thing' && !this.opensThing(at) && !this.isClosed(at - 1);
  }

  private kindAt(at: number, last: Part | undefined): PartKind | undefined {
    const word = plain(this.words.bareAt(at));
    if (word === '') return undefined;
    if (QUESTION_WORDS.has(word) || (MEASURES.includes(word) && last?.kind === 'asking')) return 'asking';
    if (AUXILIARIES.has(word)) return 'auxiliary';
    return this.opensThing(at) ? 'thing' : this.plainKindAt(at, word, last);
  }

  private plainKindAt(at: number, word: string, last: Part | undefined): PartKind {
    if (PRONOUNS.has(word) || this.isLoneDemonstrative(at)) return 'pronoun';
    if (NARROWING.has(word)) return 'preposition';
    return !word.includes('-') && this.isVerbAt(at, last) ? 'verb' : 'thing';
  }

  /** An article or a possessive before a noun. */
  private opensThing(at: number): boolean {
    const word = this.words.bareAt(at);
    const isArticle = DEFINITE.includes(word) || INDEFINITE.includes(word) || POSSESSIVES.includes(word);
    // "When was that written?"
    const isLone = this.isLoneDemonstrative(at) && isParticiple(this.words.bareAt(at + 1));
    return isArticle && !isLone && this.isNounAt(at + 1);
  }

  private isLoneDemonstrative(at: number): boolean {
    return STOP_WORD_GROUPS.demonstratives.includes(this.words.bareAt(at) as never);
  }

  private isNounAt(at: number): boolean {
    const word = plain(this.words.bareAt(at));
    return (
      at < this.words.count &&
      !this.isClosed(at - 1) &&
      !QUESTION_WORDS.has(word) &&
      !AUXILIARIES.has(word) &&
      !NARROWING.has(word) &&
      !PRONOUNS.has(word)
    );
  }

  /** A verb form that isn't the first word behind an article. "Served" behind a noun is one too. */
  private isVerbAt(at: number, last: Part | undefined): boolean {
    const word = this.words.bareAt(at);
    const isBehindThing = last?.kind === 'thing';
    if (isBehindThing && this.isBareArticle(last, at)) return false;
    const auxiliary = this.auxiliaryBefore(at);
    if (isBehindThing && auxiliary !== undefined && isParticiple(word)) return true;
    // "How much is a tyre change?": "is" is the verb.
    return auxiliary !== 'be' && isVerb(word);
  }

  private isBareArticle(thing: Part, at: number): boolean {
    return thing.end === at && thing.end - thing.start === 1 && this.articleOf(thing) !== 'none';
  }

  private auxiliaryBefore(at: number): string | undefined {
    for (let before = at - 1; before >= Math.max(0, at - 8); before -= 1) {
      const kind = AUXILIARIES.get(plain(this.words.bareAt(before), -1));
      if (kind !== undefined) return kind;
    }
    return undefined;
  }

  private isClosed(at: number): boolean {
    return at >= 0 && ',;:.?!'.includes(this.words.lastCharOf(at));
  }
}

/** "What's" asks with "what", "isn't" is a form of "is". */
function plain(word: string, at = 0): string {
  return tokenise(word).at(at)?.lower ?? '';
}

import { type DateInText, english, isSpace, type NumberInText, oneOf, quotationsIn, withoutEnd, withoutStart } from '@docmind/language';

/** What an answer must not invent: numbers with their unit, dates, quoted text and proper names. */
export interface KeyValue {
  readonly kind: 'number' | 'date' | 'quoted' | 'name';
  /** As written. */
  readonly text: string;
  /** Comparable: "35", "35 day", "2024-03-05", "nats". */
  readonly canonical: string;
}

export function keyValues(text: string): KeyValue[] {
  const dates = english.values.datesIn(text);
  const undated = withoutDates(text, dates);
  return [
    ...dates.map((date): KeyValue => ({ kind: 'date', text: date.text, canonical: date.iso })),
    ...english.values.numbersIn(undated).map(numberValue),
    ...quotedIn(text),
    ...english.values.namesIn(undated).map((name): KeyValue => ({ kind: 'name', text: name, canonical: name.toLowerCase() })),
  ];
}

/** Numbers and dates: what a "how long", "how many", "which port" asks for. */
export function isQuantity(value: KeyValue): boolean {
  return value.kind === 'number' || value.kind === 'date';
}

function withoutDates(text: string, dates: readonly DateInText[]): string {
  let end = 0;
  const between = dates.map((date) => {
    const part = text.slice(end, date.index);
    end = date.index + date.text.length;
    return part;
  });
  return [...between, text.slice(end)].join(' ');
}

function numberValue({ text, number, unit }: NumberInText): KeyValue {
  return { kind: 'number', text, canonical: unit === undefined ? number : `${number} ${unit}` };
}

/** A single mark is mostly an apostrophe, and what is too long is a sentence that somebody said. */
const LONGEST_QUOTED = 80;

function quotedIn(text: string): KeyValue[] {
  return quotationsIn(text)
    .filter(({ text: quoted, mark }) => mark !== "'" && quoted.length <= LONGEST_QUOTED && !quoted.includes('\n'))
    .map(({ text: quoted }) => ({ kind: 'quoted', text: quoted, canonical: plainText(quoted) }));
}

const isPunctuation = oneOf('.,;:!?');
const isEdge = (char: string): boolean => isPunctuation(char) || isSpace(char);

/** Lower case, single spaces, no punctuation at the ends: how quoted text is compared. */
export function plainText(text: string): string {
  return withoutStart(withoutEnd(text.toLowerCase().replace(/\s+/gu, ' '), isEdge), isEdge);
}

/** A text's values, ready to be asked whether they hold another text's value. */
export class ValueIndex {
  private readonly canonical: Set<string>;
  /** Numbers without a unit. */
  private readonly bare = new Set<string>();
  /** The figures of all numbers. */
  private readonly figures = new Set<string>();
  private readonly words: Set<string>;
  private readonly plain: string;

  constructor(text: string) {
    const values = keyValues(text);
    this.canonical = new Set(values.map((value) => value.canonical));
    for (const { kind, canonical } of values) if (kind === 'number') this.addNumber(canonical);
    this.words = new Set(english.words.wordsIn(text).flatMap((word) => [word, english.words.stem(word)]));
    this.plain = plainText(text);
  }

  holds(value: KeyValue): boolean {
    if (value.kind === 'quoted') return this.plain.includes(value.canonical);
    if (value.kind === 'name') return this.words.has(value.canonical) || this.words.has(english.words.stem(value.canonical));
    return this.canonical.has(value.canonical) || this.holdsLooseNumber(value);
  }

  /** "35" stands for "35 days" and the other way round, but "35 hours" never for "35 days". */
  private holdsLooseNumber(value: KeyValue): boolean {
    const [figures = '', unit] = value.canonical.split(' ');
    return unit === undefined ? this.figures.has(figures) : this.bare.has(figures);
  }

  private addNumber(canonical: string): void {
    const [figures = '', unit] = canonical.split(' ');
    this.figures.add(figures);
    if (unit === undefined) this.bare.add(figures);
  }
}

import { isStopWord, stem, wordsOf } from './text.policy.js';

/** What an answer must not invent: numbers with their unit, dates, quoted text and proper names. */
export interface KeyValue {
  readonly kind: 'number' | 'date' | 'quoted' | 'name';
  /** As written. */
  readonly text: string;
  /** Comparable: "35", "35 day", "2024-03-05", "nats". */
  readonly canonical: string;
}

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const MONTH = `(?:${MONTHS.join('|')})`;
const DAY_FIRST = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(${MONTH}),?\\s+(\\d{4})\\b`, 'gi');
const MONTH_FIRST = new RegExp(`\\b(${MONTH})\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, 'gi');
const ISO = /\b\d{4}-\d{2}-\d{2}\b/g;

const NUMBER_WORDS = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, value): [string, string] => [word, String(value)]),
);
for (const [index, word] of 'thirty forty fifty sixty seventy eighty ninety'.split(' ').entries())
  NUMBER_WORDS.set(word, String(30 + index * 10));

const UNITS = new Map(
  Object.entries({
    ms: 'millisecond',
    s: 'second',
    sec: 'second',
    min: 'minute',
    h: 'hour',
    hr: 'hour',
    d: 'day',
    '%': 'percent',
    percent: 'percent',
    '°c': 'celsius',
    kg: 'kilogram',
    g: 'gram',
    km: 'kilometre',
    m: 'metre',
    cm: 'centimetre',
    '€': 'euro',
    $: 'dollar',
    '£': 'pound',
  }),
);
for (const unit of 'millisecond second minute hour day week month quarter year decade euro dollar pound kilogram gram kilometre metre'.split(
  ' ',
)) {
  UNITS.set(unit, unit);
  UNITS.set(`${unit}s`, unit);
}
for (const unit of ['kb', 'mb', 'gb', 'tb', 'kib', 'mib', 'gib', 'tib', 'bytes', 'tokens']) UNITS.set(unit, unit);

const NUMBER = /([$€£]\s?)?(?<![\p{L}\p{N}_])(\d+(?:[.,:]\d+)*)(?:(?:\s?|-)([\p{L}°%]+|%))?/gu;
const WORD_NUMBER = new RegExp(`\\b(${[...NUMBER_WORDS.keys()].join('|')}|an?|every|each)(?:\\s|-)([a-z]+)`, 'gi');
const ONE_OF_A_UNIT = new Set(['a', 'an', 'every', 'each', 'one']);
const QUOTED = /["“]([^"“”\n]{2,80})["”]|`([^`\n]{1,80})`/g;

export function keyValues(text: string): KeyValue[] {
  const dates = datesOf(text);
  const undated = dates.reduce((rest, date) => rest.replace(date.text, ' '), text);
  return [...dates, ...numbersOf(undated), ...wordNumbersOf(undated), ...quotedOf(text), ...namesOf(undated)];
}

/** Numbers and dates: what a "how long", "how many", "which port" asks for. */
export function isQuantity(value: KeyValue): boolean {
  return value.kind === 'number' || value.kind === 'date';
}

function datesOf(text: string): KeyValue[] {
  const date = (written: string, canonical: string): KeyValue => ({ kind: 'date', text: written, canonical });
  const month = (name: string): string => String(MONTHS.indexOf(name.toLowerCase()) + 1).padStart(2, '0');
  return [
    ...[...text.matchAll(ISO)].map((match) => date(match[0], match[0])),
    ...[...text.matchAll(DAY_FIRST)].map((match) => date(match[0], `${match[3]}-${month(match[2] ?? '')}-${match[1]?.padStart(2, '0')}`)),
    ...[...text.matchAll(MONTH_FIRST)].map((match) => date(match[0], `${match[3]}-${month(match[1] ?? '')}-${match[2]?.padStart(2, '0')}`)),
  ];
}

function numbersOf(text: string): KeyValue[] {
  return [...text.matchAll(NUMBER)].map(([whole, currency = '', digits = '', word]) => {
    const unit = unitOf(currency.trim()) ?? unitOf(word);
    const written = unit !== undefined && word !== undefined ? whole : `${currency}${digits}`;
    return numberValue(written.trim(), plainNumber(digits), unit);
  });
}

function numberValue(text: string, digits: string, unit: string | undefined): KeyValue {
  return { kind: 'number', text, canonical: unit === undefined ? digits : `${digits} ${unit}` };
}

function plainNumber(written: string): string {
  return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(written) ? written.replaceAll(',', '') : written;
}

/** "two copies" counts; "a copy" doesn't, "a year" does; "one" counts only before a unit. */
function wordNumbersOf(text: string): KeyValue[] {
  return [...text.matchAll(WORD_NUMBER)].flatMap(([whole, counter = '', noun]) => {
    const word = counter.toLowerCase();
    const unit = unitOf(noun);
    if (unit === undefined && ONE_OF_A_UNIT.has(word)) return [];
    return [numberValue(unit === undefined ? word : whole, NUMBER_WORDS.get(word) ?? '1', unit)];
  });
}

function unitOf(word: string | undefined): string | undefined {
  return word === undefined ? undefined : UNITS.get(word.toLowerCase());
}

function quotedOf(text: string): KeyValue[] {
  return [...text.matchAll(QUOTED)].map((match) => {
    const quoted = match[1] ?? match[2] ?? '';
    return { kind: 'quoted', text: quoted, canonical: plainText(quoted) };
  });
}

const SENTENCE_START = /(?:^|[.!?:]["”')]?\s+|\n\s*(?:[-*]\s+)?)$/;

/** The first word of a sentence may be a plain word, so only those with inner capitals count there. */
function namesOf(text: string): KeyValue[] {
  const names: KeyValue[] = [];
  for (const match of text.matchAll(/(?<![\p{L}\p{N}_])\p{Lu}[\p{L}\p{N}]+/gu)) {
    const word = match[0];
    const first = SENTENCE_START.test(text.slice(Math.max(0, match.index - 8), match.index));
    const innerCapital = /.\p{Lu}/u.test(word);
    if (isStopWord(word) || (first && !innerCapital)) continue;
    names.push({ kind: 'name', text: word, canonical: word.toLowerCase() });
  }
  return names;
}

/** Lower case, single spaces, no punctuation at the ends: how quoted text is compared. */
export function plainText(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s.,;:!?]+|[\s.,;:!?]+$/g, '');
}

/** A text's values, ready to be asked whether they hold another text's value. */
export class ValueIndex {
  private readonly canonical: Set<string>;
  private readonly bareNumbers = new Set<string>();
  private readonly words: Set<string>;
  private readonly plain: string;

  constructor(text: string) {
    const values = keyValues(text);
    this.canonical = new Set(values.map((value) => value.canonical));
    for (const value of values) if (value.kind === 'number') this.bareNumbers.add(value.canonical);
    this.words = new Set(wordsOf(text).flatMap((word) => [word, stem(word)]));
    this.plain = plainText(text);
  }

  holds(value: KeyValue): boolean {
    if (value.kind === 'quoted') return this.plain.includes(value.canonical);
    if (value.kind === 'name') return this.words.has(value.canonical) || this.words.has(stem(value.canonical));
    return this.canonical.has(value.canonical) || this.holdsLooseNumber(value);
  }

  /** "35" stands for "35 days" and the other way round, but "35 hours" never for "35 days". */
  private holdsLooseNumber(value: KeyValue): boolean {
    const [digits, unit] = value.canonical.split(' ');
    if (digits === undefined) return false;
    if (unit !== undefined) return this.bareNumbers.has(digits);
    return [...this.bareNumbers].some((number) => number.split(' ')[0] === digits);
  }
}

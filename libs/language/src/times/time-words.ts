// Which months, weekdays, seasons and periods a text speaks of: what is said of May or of a month's price is not said of December or of a year's.
import { withoutAccents } from '../text/forms.js';

/** What a language has of its own; the names of months and weekdays come from Intl. */
export interface TimeWords {
  /** BCP 47. */
  readonly tag: string;
  readonly seasons: readonly (readonly [string, RegExp])[];
  /** "Weekdays", "daily": several days at once, 0 for Sunday. */
  readonly dayGroups: readonly (readonly [readonly number[], RegExp])[];
  /** What an amount is counted by: "a month", "yearly". A night counts as a day. */
  readonly periods: readonly (readonly [string, RegExp])[];
  /** Between two names of a span: "to". */
  readonly to: RegExp;
  /** Before a span whose names are joined by "and": "between". */
  readonly between: RegExp;
  /** Right before a name: what is said holds since then, or until then, nobody knows how long. */
  readonly open: RegExp;
  /** "How many days a week", "how often a year": asks for a number of times, and of no amount by its period. */
  readonly asksHowOften: RegExp;
  /** A question that yes or no can answer: "open Monday to Friday" answers whether it is open on Sundays. */
  readonly asksWhether: (question: string) => boolean;
  /** A name of a month that may be another word: "may". */
  readonly isMonth?: (word: string, before: string) => boolean;
}

export type Times = ReadonlyMap<string, ReadonlySet<string>>;

interface Name {
  readonly kind: 'month' | 'weekday';
  readonly at: number;
  readonly index: number;
  readonly end: number;
}

const ROUND = { month: 12, weekday: 7 } as const;
/** "From 1 May 2025 until the end of September": so far apart the names of a span stand. */
const SPAN_CHARS = 30;
/** As far back as "since" is looked for: "from the end of March". */
const OPEN_CHARS = 30;
/** Longer words of German begin with the day: "Dienstagabend". */
const SHORTEST_DAY = 5;
const ALL_DAYS = [0, 1, 2, 3, 4, 5, 6];

/** Both readings of one text: what it speaks of, and what an answer must be of. */
export function timeReader(words: TimeWords): { timesIn: (text: string) => Times; timesAsked: (question: string) => Times } {
  const names = namesOf(words.tag);
  const timesIn = (text: string): Times => timesOf(text, words, names);
  return { timesIn, timesAsked: (question) => timesOfQuestion(timesIn(question), question, words) };
}

function timesOfQuestion(times: Times, question: string, { asksWhether, asksHowOften }: TimeWords): Times {
  if (asksWhether(question)) return new Map();
  return asksHowOften.test(question) ? new Map([...times].filter(([kind]) => kind !== 'period')) : times;
}

export const EVERY_DAY = ALL_DAYS;

function namesOf(tag: string): { month: ReadonlyMap<string, number>; days: readonly string[] } {
  const name = (options: Intl.DateTimeFormatOptions, date: Date): string =>
    withoutAccents(new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' }).format(date).toLowerCase());
  const month = new Map(Array.from({ length: 12 }, (_, at) => [name({ month: 'long' }, new Date(Date.UTC(2023, at, 10))), at] as const));
  // The first of January 2023 was a Sunday.
  const days = ALL_DAYS.map((at) => name({ weekday: 'long' }, new Date(Date.UTC(2023, 0, 1 + at))));
  return { month, days };
}

function timesOf(text: string, words: TimeWords, names: ReturnType<typeof namesOf>): Times {
  const days = words.dayGroups.flatMap(([group, pattern]) => (pattern.test(text) ? group : []));
  const found: (readonly [string, string])[] = [
    ...spread(namedIn(text, words, names), text, words).map(([kind, at]) => [kind, String(at)] as const),
    ...days.map((day) => ['weekday', String(day)] as const),
    ...words.seasons.flatMap(([season, pattern]) => (pattern.test(text) ? [['season', season] as const] : [])),
    ...words.periods.flatMap(([period, pattern]) => (pattern.test(text) ? [['period', period] as const] : [])),
  ];
  const times = new Map<string, Set<string>>();
  for (const [kind, value] of found) times.set(kind, (times.get(kind) ?? new Set()).add(value));
  return times;
}

function namedIn(text: string, { isMonth = () => true }: TimeWords, { month, days }: ReturnType<typeof namesOf>): Name[] {
  return [...text.matchAll(/\p{L}+/gu)].flatMap(({ 0: word, index }): Name[] => {
    const plain = withoutAccents(word.toLowerCase());
    const end = index + word.length;
    const inYear = month.get(plain) ?? month.get(plain.replace(/s$/u, ''));
    if (inYear !== undefined) return isMonth(word, text.slice(0, index)) ? [{ kind: 'month', at: inYear, index, end }] : [];
    const inWeek = days.findIndex((day) => day.length >= SHORTEST_DAY && plain.startsWith(day));
    return inWeek === -1 ? [] : [{ kind: 'weekday', at: inWeek, index, end }];
  });
}

/** Each name, and what lies between the two names of a span. */
function spread(named: readonly Name[], text: string, words: TimeWords): [Name['kind'], number][] {
  return named.flatMap((name, n): [Name['kind'], number][] => {
    const round = ROUND[name.kind];
    const [before, last] = [named[n - 1], named[n + 1]];
    const isFirst = last !== undefined && isSpan(name, last, text, words);
    const isLast = before !== undefined && isSpan(before, name, text, words);
    const until = isFirst ? last.at : name.at;
    const isOpen = !isFirst && !isLast && words.open.test(text.slice(Math.max(0, name.index - OPEN_CHARS), name.index));
    const count = isOpen ? round : ((until - name.at + round) % round) + 1;
    return Array.from({ length: count }, (_, step) => [name.kind, (name.at + step) % round]);
  });
}

function isSpan(first: Name, last: Name, text: string, { to, between }: TimeWords): boolean {
  if (first.kind !== last.kind) return false;
  const joint = text.slice(first.end, last.index);
  if (joint.length > SPAN_CHARS || /[;!?]|\.\s\p{Lu}/u.test(joint)) return false;
  return to.test(joint) || between.test(text.slice(Math.max(0, first.index - SPAN_CHARS), first.index));
}

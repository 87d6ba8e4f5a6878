import {
  ADVICE,
  asDuration,
  askedParts,
  CALENDAR,
  CAPITALISED_TIMES,
  COMPARATIVES,
  NEGATIONS,
  OPPOSITES,
  PAST_AUXILIARIES,
  quantitiesOf,
  questionType,
  stem,
  STOP_WORDS,
  THIRD_PERSONS,
  type Token,
  tokenise,
  UNITS,
  withoutPoliteness,
} from '@docmind/language';
import { rolesOf } from './word-order.policy.js';

/** What two questions must agree on before their likeness is even looked at. Lists are sorted unless their order is the point. */
export interface QuestionFacts {
  readonly text: string;
  readonly type: string;
  /** "Day" of "for how many days", which asks how long; undefined where no unit is asked for. */
  readonly askedUnit: string | undefined;
  readonly tokens: readonly Token[];
  /** Stems of all words, in the order they stand. */
  readonly stems: readonly string[];
  /** Stems of the words that carry the meaning, in the order they stand. */
  readonly content: readonly string[];
  readonly numbers: readonly string[];
  readonly units: readonly string[];
  readonly calendar: readonly string[];
  readonly negations: readonly string[];
  readonly comparatives: readonly string[];
  /** For each group of opposites of which a word is said, which of them are. */
  readonly opposites: ReadonlyMap<number, readonly string[]>;
  readonly quoted: readonly string[];
  /** Capitalised within a sentence, or a single letter. */
  readonly names: readonly string[];
  /** Written like code: "getUser", "snake_case", "C++", "a/b.txt", "--force". Only of an option does the case count. */
  readonly identifiers: readonly string[];
  /** The preposition before a word, where it says which way something goes: "india" -> "from". */
  readonly roles: ReadonlyMap<string, string>;
  readonly past: boolean;
  /** Asks what should be, not what is. */
  readonly advice: boolean;
  readonly persons: readonly string[];
  /** "my" or "your" where only one of them is said. */
  readonly possessive: 'my' | 'your' | undefined;
  readonly marks: number;
  /** Question words after the first: what is asked besides. */
  readonly more: readonly string[];
}

const QUOTED = /"([^"]+)"|“([^”]+)”|`([^`]+)`|«([^»]+)»|(?:^|\s)'([^']+)'(?=[\s?.,!]|$)/gu;

export function factsOf(text: string): QuestionFacts {
  const { tokens, askedUnit } = asDuration(withoutPoliteness(tokenise(text)));
  const lower = tokens.map((token) => token.lower);
  const stems = lower.map(stem);
  const content = stems.filter((_, at) => !STOP_WORDS.has(lower[at] ?? ''));
  const type = questionType(tokens);
  const { marks, more } = askedParts(text, tokens, type);
  const { numbers, units } = quantitiesOf(tokens);
  const { negations, comparatives, opposites, past, advice, persons, possessive } = wordsThatDecide(lower, stems);
  // Named one by one: an object of so many members that is put together from others becomes a slow dictionary.
  return {
    text,
    type,
    askedUnit,
    tokens,
    stems,
    content,
    numbers,
    units,
    negations,
    comparatives,
    opposites,
    past,
    advice,
    persons,
    possessive,
    calendar: unique(tokens.filter(isTime).map((token) => CALENDAR.get(token.lower) ?? '')),
    quoted: quotedIn(text),
    names: unique(tokens.filter(isName).map((token) => stem(token.lower))),
    identifiers: unique(tokens.filter(isIdentifier).map((token) => (token.surface.startsWith('-') ? token.surface : token.lower))),
    roles: rolesOf(lower, stems),
    marks,
    more,
  };
}

/** "The last" is a place, "how long does it last" is not. */
const DETERMINERS = new Set('the a my your our its their his her came comes was is who'.split(' '));

function wordsThatDecide(
  lower: readonly string[],
  stems: readonly string[],
): Pick<QuestionFacts, 'negations' | 'comparatives' | 'opposites' | 'past' | 'advice' | 'persons' | 'possessive'> {
  // "... or not" at the end adds nothing: whether it is asks whether it isn't.
  const negatable = lower.at(-1) === 'not' && lower.at(-2) === 'or' ? lower.slice(0, -2) : lower;
  return {
    negations: negatable.flatMap((word) => NEGATIONS.get(word) ?? (/^non-/u.test(word) ? 'not' : [])).sort(),
    comparatives: unique(lower.filter((word, at) => COMPARATIVES.has(word) && (word !== 'last' || DETERMINERS.has(lower[at - 1] ?? '')))),
    opposites: oppositesIn(lower, stems),
    past: lower.some((word) => PAST_AUXILIARIES.has(word)),
    advice: lower.some((word) => ADVICE.has(word)),
    possessive: possessiveOf(lower),
    persons: unique(lower.flatMap((word) => THIRD_PERSONS.get(word) ?? [])),
  };
}

function oppositesIn(lower: readonly string[], stems: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const said = new Map<number, string[]>();
  lower.forEach((word, at) => {
    for (const { group, meaning } of OPPOSITES.get(word) ?? OPPOSITES.get(stems[at] ?? '') ?? [])
      said.set(group, [...(said.get(group) ?? []), meaning]);
  });
  for (const [group, meanings] of said) said.set(group, unique(meanings));
  return said;
}

function possessiveOf(lower: readonly string[]): QuestionFacts['possessive'] {
  const [my, your] = [lower.includes('my'), lower.includes('your')];
  if (my === your) return undefined;
  return my ? 'my' : 'your';
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}

function quotedIn(text: string): string[] {
  return [...text.matchAll(QUOTED)].map((match) => (match.slice(1).find((part) => part !== undefined) ?? '').toLowerCase().trim()).sort();
}

function isTime({ lower, surface, opening }: Token): boolean {
  return CALENDAR.has(lower) && (!CAPITALISED_TIMES.has(lower) || (!opening && lower !== surface));
}

function isName({ surface, lower, opening }: Token): boolean {
  if (/^\p{L}$/u.test(surface)) return !opening && !['I', 'a', 'i'].includes(surface);
  if (!/^\p{Lu}/u.test(surface) || isMeasureOrTime(lower)) return false;
  return /^\p{Lu}{2,}/u.test(surface) || !(opening || STOP_WORDS.has(lower));
}

function isMeasureOrTime(word: string): boolean {
  return UNITS.has(word) || CALENDAR.has(word);
}

/** "his/her" and "and/or" are no paths: plain words joined by one stroke count as code only with a dot, a digit or more strokes. */
function isIdentifier({ surface }: Token): boolean {
  return /\p{L}[+#]+$|^-|_|::|@|\p{Ll}\p{Lu}|\p{L}\.\p{L}|\/.*[/.\d]/u.test(surface);
}

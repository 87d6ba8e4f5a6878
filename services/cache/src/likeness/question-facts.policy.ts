import { english, isCode, quotationsIn, type Token } from '@docmind/language';
import { whyUnread } from './readable.policy.js';

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
  /** Stems of what "only" stands before. */
  readonly limited: readonly string[];
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
  /** Has begun and isn't done: "is being built". */
  readonly underWay: boolean;
  /** Asks what should be, not what is. */
  readonly advice: boolean;
  readonly persons: readonly string[];
  /** Who does something, by kind. */
  readonly actors: readonly string[];
  /** Whose things are spoken of, by kind. */
  readonly owners: readonly string[];
  /** Who or what is said to have something: "lena" of "Lena's lawyer". */
  readonly possessors: readonly string[];
  /** Why the text is compared with nothing but itself: it holds code, or letters that the embedder has no words for. */
  readonly unread: string | undefined;
  readonly marks: number;
  /** Question words after the first: what is asked besides. */
  readonly more: readonly string[];
}

export function factsOf(text: string): QuestionFacts {
  const { words, roles, guards, values, questions } = english;
  const { tokens, askedUnit } = questions.asDuration(questions.withoutPoliteness(words.tokenise(text)));
  const lower = tokens.map((token) => token.lower);
  const stems = lower.map(words.stem);
  const content = stems.filter((_, at) => !words.questionStopWords.has(lower[at] ?? ''));
  const type = questions.kindOf(tokens);
  const { marks, more } = questions.askedParts(text, tokens, type);
  const { numbers, units } = values.quantitiesOf(tokens);
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
    negations: guards.negationsIn(lower),
    comparatives: guards.comparisonsIn(lower),
    limited: guards.limitedIn(lower, stems),
    opposites: guards.oppositesIn(lower, stems),
    past: guards.isAboutThePast(lower),
    underWay: guards.isUnderWay(lower),
    advice: guards.asksForAdvice(lower),
    persons: guards.personsIn(lower),
    actors: guards.actorsIn(lower),
    owners: guards.ownersIn(lower),
    possessors: guards.possessorsIn(text).map(words.stem),
    unread: whyUnread(text),
    calendar: values.timesIn(tokens),
    quoted: quotedIn(text),
    names: unique(tokens.filter(values.isName).map((token) => words.stem(token.lower))),
    identifiers: unique(tokens.filter(isIdentifier).map((token) => (token.surface.startsWith('-') ? token.surface : token.lower))),
    roles: roles.rolesOf(lower, stems),
    marks,
    more,
  };
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}

function quotedIn(text: string): string[] {
  return quotationsIn(text)
    .map((quotation) => quotation.text.toLowerCase().trim())
    .sort();
}

function isIdentifier({ surface }: Token): boolean {
  return isCode(surface);
}

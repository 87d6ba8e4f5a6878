// What a language has to know so that questions in it can be compared, searched for and answered. English is the only one yet. The next one is
// a folder beside `english`, whose `*.pack.ts` implements this and whose `word-lists.spec.ts` checks its words, and a line in `index.ts`.
import type { Token } from '../text/tokens.js';

export interface LanguagePack {
  /** BCP 47: "en". */
  readonly tag: string;
  readonly words: Words;
  readonly sentences: Sentences;
  readonly roles: WordRoles;
  readonly guards: GuardWords;
  readonly values: Values;
  readonly questions: Questions;
  readonly talk: Talk;
}

/** A text as words, and words as what can be compared. */
export interface Words {
  /** Words and numbers in order, contractions written out. */
  tokenise(text: string): Token[];
  /** The same for all forms of one word, as far as joining them is sure: two words with one stem are a wrong answer, a missed form is only a miss. */
  stem(word: string): string;
  /** The stem of what somebody of this name does: "driver" drives; undefined where the word names nobody like that. */
  actOf(word: string): string | undefined;
  isParticiple(word: string): boolean;
  /** One name for all words that ask for the same in most questions; the stem itself where there are none. */
  synonymOf(stem: string): string;
  /** What the columns of tables are called, and what asks for them. */
  readonly measures: Measures;
  /** Little words that two questions may differ in and still ask the same. */
  readonly questionStopWords: ReadonlySet<string>;
  /** Every word in lower case, and the parts of compounds too. */
  wordsIn(text: string): string[];
  /** The stems of the words that carry meaning, as evidence for an answer is looked for. */
  contentWords(text: string): Set<string>;
  /** What a full-text index is asked for: telling words of letters and digits only, each once; all words where none is telling. */
  searchTerms(text: string): string[];
}

/** Each takes a stem. */
export interface Measures {
  /** One name for all words of a measure: "weight" for "heavy"; the stem itself where it is of none. */
  measureOf(stem: string): string;
  /** "Hour", "daily", "total": says for how long an amount is, or how it was taken. */
  isPeriod(stem: string): boolean;
  /** "Hire", "keep": what people do with anything that has a price or a measure. */
  isUsing(stem: string): boolean;
}

export interface Sentences {
  /** Sentences, headings, list items and table rows in order. */
  split(text: string): string[];
  /** Statements that each may be about something else. */
  clauses(sentence: string): string[];
  /** What commas, semicolons and joining words tell apart, whatever each part holds. */
  parts(sentence: string): string[];
}

/** The part a little word plays. */
export interface WordRoles {
  isPreposition(word: string): boolean;
  /** Where, when or with what: what follows narrows the question. */
  isPlacing(word: string): boolean;
  isPossessive(word: string): boolean;
  /** Joins or hangs on another statement. */
  isJoining(word: string): boolean;
  /** Stands between the parts of a list, whose order says nothing. */
  isListing(word: string): boolean;
  /** "The sponsor of the project" is "the project's sponsor". */
  isOwning(word: string): boolean;
  isComparative(word: string): boolean;
  /** The word after each directing preposition with its role: "from", "to", "by" ... */
  rolesOf(lower: readonly string[], stems: readonly string[]): ReadonlyMap<string, string>;
  /** A word that stands after "from" here and after "to" there, or the like; undefined when there is none. */
  opposedRole(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): string | undefined;
}

/** Words that change an answer when they stand on one side only. Lists are sorted. */
export interface GuardWords {
  isNegation(word: string): boolean;
  negationsIn(lower: readonly string[]): readonly string[];
  /** What the word is the opposite of, if it is a negated one: "uninstall" of "install". */
  affirmedForms(word: string): readonly string[];
  /** What the word is the opposite of, if it is one of two sides: "overpaid" of "underpaid". */
  otherSides(word: string): readonly string[];
  comparisonsIn(lower: readonly string[]): readonly string[];
  /** Stems of what "only" and its like stand before. */
  limitedIn(lower: readonly string[], stems: readonly string[]): readonly string[];
  /** For each group of opposites of which a word is said, which of them are. */
  oppositesIn(lower: readonly string[], stems: readonly string[]): ReadonlyMap<number, readonly string[]>;
  /** Whether a word of the group on one side only changes the answer as well. */
  isStrictGroup(group: number): boolean;
  /** Which year, season or side is spoken of, by what it is a side of: "off" of "switched". */
  sidesIn(text: string): ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that a question's answer must be of. */
  sidesAsked(question: string): ReadonlyMap<string, ReadonlySet<string>>;
  /** Which months, weekdays, seasons and periods of an amount ("a month") are spoken of, by kind; of a span each. */
  timesIn(text: string): ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that a question's answer must be of; none where yes or no answers it. */
  timesAsked(question: string): ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether somebody of the question plays the other part in what a text says of it: who took over, and from whom; undefined where nobody does. */
  turnedRoundFrom(question: string): ((text: string) => boolean) | undefined;
  personsIn(lower: readonly string[]): readonly string[];
  /** Whether the text says that something is not so, or without something. */
  denies(text: string): boolean;
  /** Who does something or has it done, by kind: "I or we" for the speaker. */
  actorsIn(lower: readonly string[]): readonly string[];
  /** Whose things are spoken of, by kind: "my" for what is mine or ours. */
  ownersIn(lower: readonly string[]): readonly string[];
  /** Who or what is said to have something, in lower case: "lena" of "Lena's lawyer". */
  possessorsIn(text: string): readonly string[];
  /** The word that points at something the text doesn't name: "this circuit", "here", "my problem"; undefined where there is none. */
  pointsOutside(tokens: readonly Token[]): string | undefined;
  isAboutThePast(lower: readonly string[]): boolean;
  /** Whether the question is about what has begun and isn't done. */
  isUnderWay(lower: readonly string[]): boolean;
  asksForAdvice(lower: readonly string[]): boolean;
}

/** What a text counts or measures. Sorted, so that only what is said matters and not where. */
export interface Quantities {
  /** Each with its unit where one stands by it: "5 gb", "3", "2.10". */
  readonly numbers: readonly string[];
  /** Units without a number: "in euros", "per second". */
  readonly units: readonly string[];
}

export interface NumberInText {
  /** As written, the unit with it. */
  readonly text: string;
  /** In figures, without marks between thousands. */
  readonly number: string;
  readonly unit: string | undefined;
}

export interface DateInText {
  readonly text: string;
  /** Where it stands. */
  readonly index: number;
  /** "2024-03-05". */
  readonly iso: string;
}

/** Numbers, units, times and names: what an answer must not change or invent. */
export interface Values {
  quantitiesOf(tokens: readonly Token[]): Quantities;
  /** Months, weekdays, seasons and days around today, each once, sorted. */
  timesIn(tokens: readonly Token[]): readonly string[];
  isName(token: Token): boolean;
  numbersIn(text: string): NumberInText[];
  /** Days of a year; none overlaps another. */
  datesIn(text: string): DateInText[];
  /** Capitalised words of a running text as they are written, stop words left out. */
  namesIn(text: string): string[];
}

/** What can answer a question. */
export type AnswerKind = 'person' | 'time' | 'amount' | 'place' | 'reason';

export interface Questions {
  /** Two texts that differ in nothing that can matter have one normal form. */
  normalise(text: string): string;
  /** "who", "what", "how" ... */
  isQuestionWord(word: string): boolean;
  /** Leaves out how politely it is asked: "could you tell me how" asks how. */
  withoutPoliteness(tokens: readonly Token[]): readonly Token[];
  /** "For how many days" asks how long; the unit asked for is kept apart. */
  asDuration(tokens: readonly Token[]): { readonly tokens: readonly Token[]; readonly askedUnit: string | undefined };
  /** What kind of answer is asked for: "why", "how to", "how long", "whether can" ... */
  kindOf(tokens: readonly Token[]): string;
  /** Kinds that often ask the same in two ways. */
  mayAskTheSame(left: string, right: string): boolean;
  /** What else is asked: question marks, and the question words beside the one that names the kind. */
  askedParts(text: string, tokens: readonly Token[], kind: string): { readonly marks: number; readonly more: readonly string[] };
  /** Undefined unless only a number or a date can be the answer; with the name of the value where it is said: "port". */
  valueAsked(text: string): { readonly named: string | undefined } | undefined;
  /** "Much", "price", "cost", "take": says what is asked of a thing, and names none. */
  asksOnly(word: string): boolean;
  /** "Number", "price": somebody or something has several, which a word before it tells apart. */
  isNumbered(word: string): boolean;
  /** "Be" of "is", "can" of "could"; undefined for other words. */
  auxiliaryOf(word: string): string | undefined;
  /** The questions that are joined in one sentence, in its own words. */
  parts(text: string): string[];
  /** The two sides of a comparison. */
  comparedThings(text: string): [string, string] | undefined;
  /** Whether more than one fact is asked for. */
  asksSeveral(text: string): boolean;
  /** What can answer the question; undefined where anything can. */
  answerKindOf(question: string): AnswerKind | undefined;
  /** Whether a sentence holds something of the kind. @param newNames names in it that the question doesn't have */
  holdsKind(kind: AnswerKind, sentence: string, newNames: number): boolean;
  /** In figures or in words. */
  hasNumber(text: string): boolean;
}

/** What is asked of the documents as such; `of` names documents as the question does. */
export type CollectionRequest =
  | { readonly asks: 'list' }
  | { readonly asks: 'about' | 'summary'; readonly of: string }
  | { readonly asks: 'compare'; readonly of: readonly [string, string] };

/** What was asked before, as it stands alone, and what was answered. */
export interface EarlierTurn {
  readonly question: string;
  readonly answer?: string | undefined;
}

/** `alone`: it leans on nothing; `rewritten`: what it leans on is surely this; `guessed`: it leans, and this is the likeliest meaning. */
export interface Standing {
  readonly is: 'alone' | 'rewritten' | 'guessed';
  readonly text: string;
}

/** What is said to a person rather than asked of documents. */
export interface Talk {
  /** Without greetings, thanks and asides before and after what is asked; '' where nothing else is said. */
  withoutCourtesy(text: string): string;
  /** Whether it is worded as a question or a request. */
  isAsked(text: string): boolean;
  /** The question as it would be asked without the turn before it. */
  standing(text: string, earlier: EarlierTurn | undefined): Standing;
  /** Undefined where it asks for what the documents say. */
  collectionRequest(text: string): CollectionRequest | undefined;
  /** A greeting, thanks, "how are you". */
  opensWithCourtesy(text: string): boolean;
  /** "Write", "translate", "tell me a joke": no fact is asked for. */
  asksForOwnText(text: string): boolean;
  speaksOfDocuments(text: string): boolean;
  /** "And ...", "what about ...": a question that goes on from the one before. */
  leansOnEarlier(text: string): boolean;
  /** Holds "it", "those", "the same" ... */
  refersBack(text: string): boolean;
  /** An answer that opens with "I'm sorry" or the like. */
  opensWithRegret(text: string): boolean;
  /** An answer that says somewhere that it is none. */
  givesUp(text: string): boolean;
  yesOrNo(tokens: readonly Token[]): 'yes' | 'no' | undefined;
}

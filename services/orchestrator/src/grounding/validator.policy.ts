import type { Passage } from '@docmind/contracts';
import { anyLanguage, english, packOf, withoutListMarks } from '@docmind/language';
import { type KeyValue, ValueIndex, isQuantity, keyValues } from './key-values.policy.js';
import { overlap, weightedOverlap, wordWeights } from './word-overlap.policy.js';

const { contentWords, tokenise } = english.words;
const { denies } = english.guards;
const { split: splitSentences } = english.sentences;
const { clauses: splitClauses } = anyLanguage.sentences;

interface Clause {
  readonly text: string;
  readonly words: ReadonlySet<string>;
  /** The first clause's words: "the cache on 8899" leaves out the "listens" that was said before. */
  readonly inherited: ReadonlySet<string>;
  readonly values: ValueIndex;
}

/** The words of a question, and how well each clause of the sources fits them. */
interface Wanted {
  readonly words: ReadonlySet<string>;
  readonly scores: readonly number[];
}

/** Below this share of an answer's meaning-bearing words in the sources it is the model's own story. */
const MIN_SHARE_OF_WORDS = 0.6;
/** A clause this close to the best one counts as equally about the question. */
const AS_GOOD_AS_BEST = 0.9;

/** What sentences are held against: the passages' clauses, their values and words, and the questions'. Made once for a draft. */
export interface Sources {
  readonly questions: readonly string[];
  readonly questionWords: ReadonlySet<string>;
  readonly asked: ValueIndex;
  readonly known: ValueIndex;
  readonly knownWords: ReadonlySet<string>;
  readonly clauses: readonly Clause[];
  readonly wanted: readonly Wanted[];
}

export function sourcesOf(questions: readonly string[], passages: readonly Passage[]): Sources {
  const question = questions.join(' ');
  const text = sourcesText(passages);
  const clauses = clausesOf(passages);
  return {
    questions,
    questionWords: contentWords(question),
    asked: new ValueIndex(question),
    known: new ValueIndex(text),
    knownWords: contentWords(`${text}\n${question}`),
    clauses,
    wanted: wantedOf(questions, clauses),
  };
}

function wantedOf(questions: readonly string[], clauses: readonly Clause[]): Wanted[] {
  const weight = wordWeights(clauses.map((clause) => clause.words));
  return questions.map(askedWords).map((words) => ({ words, scores: clauses.map((clause) => scoreClause(clause, words, weight)) }));
}

/** English knows no little words of other languages, and "la" and "es" stand in every clause. */
export function askedWords(question: string): ReadonlySet<string> {
  const { tag, words } = packOf(question);
  const all = contentWords(question);
  return tag === english.tag ? all : new Set([...all].filter((word) => !words.questionStopWords.has(word)));
}

/**
 * What speaks against one sentence of a draft. A small model picks a number that stands near the right one, so it isn't enough that the
 * sentence's values occur in the sources: each must stand in the clause that matches the question best, or in one that holds all the words
 * that the sentence itself says about it.
 */
export function sentenceProblems(sentence: string, sources: Sources): string[] {
  const text = withoutListMarks(sentence).trim();
  return [
    ...unknownValues(text, sources),
    ...misplacedValues(text, sources),
    ...strayingWords(text, sources),
    ...turnedPolarity(text, sources),
  ];
}

function sourcesText(passages: readonly Passage[]): string {
  return passages.map((passage) => `${passage.heading ?? ''}\n${passage.documentName}\n${passage.text}`).join('\n');
}

function clausesOf(passages: readonly Passage[]): Clause[] {
  return passages
    .flatMap((passage) => splitSentences(passage.text))
    .flatMap((sentence) => {
      const [first = '', ...others] = splitClauses(sentence);
      const opening = contentWords(first);
      return [clauseOf(first, new Set()), ...others.map((text) => clauseOf(text, opening))];
    });
}

function clauseOf(text: string, inherited: ReadonlySet<string>): Clause {
  return { text, words: contentWords(text), inherited, values: new ValueIndex(text) };
}

/** What a clause leaves out counts only where something of its own is asked for. */
function scoreClause(clause: Clause, wanted: ReadonlySet<string>, weight: (word: string) => number): number {
  const own = weightedOverlap(wanted, clause.words, weight);
  if (own === 0) return 0;
  return own + weightedOverlap(new Set([...wanted].filter((word) => !clause.words.has(word))), clause.inherited, weight);
}

function unknownValues(answer: string, { known, asked }: Sources): string[] {
  const unknown = keyValues(answer).filter((value) => !known.holds(value) && !asked.holds(value));
  return unknown.map((value) => `"${value.text}" is not in the sources`);
}

function misplacedValues(answer: string, { wanted, asked, clauses }: Sources): string[] {
  return splitSentences(answer)
    .flatMap(splitClauses)
    .flatMap((said) => {
      const values = keyValues(said).filter(isQuantity);
      const own = withoutValues(contentWords(said), values);
      const misplaced = values.filter((value) => !asked.holds(value) && !standsRight(value, own, wanted, clauses));
      return misplaced.map((value) => `"${value.text}" is said of something else in the sources`);
    });
}

/** @param own what the answer says about the value */
function standsRight(value: KeyValue, own: ReadonlySet<string>, wanted: readonly Wanted[], clauses: readonly Clause[]): boolean {
  const holds = clauses.map((clause) => clause.values.holds(value));
  if (speaksOfSomethingElse(own, wanted)) return clauses.some((clause, at) => holds[at] && [...own].every((word) => hasWord(clause, word)));
  return questionsMeant(own, wanted).some(({ scores }) => {
    const best = Math.max(0, ...scores);
    return best > 0 && scores.some((score, at) => holds[at] && score >= best * AS_GOOD_AS_BEST);
  });
}

function hasWord(clause: Clause, word: string): boolean {
  return clause.words.has(word) || clause.inherited.has(word);
}

/** "35 days; weekly a year": a clause about a thing that the question didn't name, which is then checked by its own words. */
function speaksOfSomethingElse(own: ReadonlySet<string>, wanted: readonly Wanted[]): boolean {
  return own.size > 0 && wanted.every(({ words }) => overlap(own, words) === 0);
}

/** Of several questions the ones this part of the answer is about. */
function questionsMeant(own: ReadonlySet<string>, wanted: readonly Wanted[]): readonly Wanted[] {
  const shared = wanted.map(({ words }) => overlap(own, words));
  const most = Math.max(...shared);
  return wanted.filter((_, at) => shared[at] === most);
}

/** What the answer says about its values, their own words taken out. */
function withoutValues(words: ReadonlySet<string>, values: readonly KeyValue[]): Set<string> {
  const ofValues = contentWords(values.map((value) => value.text).join(' '));
  return new Set([...words].filter((word) => !ofValues.has(word)));
}

/** A value was asked for, and the whole answer has none. */
export function missingValue(questions: readonly string[], answer: string): string[] {
  if (!questions.some((question) => english.questions.valueAsked(question) !== undefined)) return [];
  const asked = new ValueIndex(questions.join(' '));
  const given = keyValues(answer).filter((value) => isQuantity(value) && !asked.holds(value));
  return given.length > 0 ? [] : ['the question asks for a value and the answer has none'];
}

function strayingWords(answer: string, { knownWords }: Sources): string[] {
  const words = contentWords(answer);
  if (words.size === 0) return [];
  const share = overlap(words, knownWords) / words.size;
  return share >= MIN_SHARE_OF_WORDS ? [] : [`only ${Math.round(share * 100)} % of the answer's words are in the sources`];
}

/** A "not" that the best clause doesn't have, or that it has alone. A "yes" or "no" before the sentence is no part of what it says. */
function turnedPolarity(answer: string, { questions, clauses }: Sources): string[] {
  const question = questions.join(' ');
  const said = withoutYesOrNo(answer);
  const wanted = contentWords(`${question} ${said}`);
  const best = clauses.reduce<{ clause?: Clause; shared: number }>(
    (top, clause) => {
      const shared = overlap(wanted, clause.words);
      return shared > top.shared ? { clause, shared } : top;
    },
    { shared: 0 },
  ).clause;
  if (best === undefined || denies(said) === denies(best.text) || denies(question)) return [];
  return ['the answer denies what the source affirms, or the other way round'];
}

/** What a sentence says beside its "yes" or "no". */
export function withoutYesOrNo(sentence: string): string {
  const [first, second] = tokenise(sentence);
  if (first === undefined || english.talk.yesOrNo([first]) === undefined) return sentence;
  return second === undefined ? '' : sentence.slice(sentence.indexOf(second.surface, first.surface.length));
}

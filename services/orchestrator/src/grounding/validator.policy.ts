import type { Passage, Validation } from '@docmind/contracts';
import { english, lastSentenceEnd, withoutListMarks } from '@docmind/language';
import { asksForValue } from './extract.policy.js';
import { type KeyValue, ValueIndex, isQuantity, keyValues } from './key-values.policy.js';
import { overlap, weightedOverlap, wordWeights } from './word-overlap.policy.js';

const { contentWords, tokenise } = english.words;
const { denies } = english.guards;
const { split: splitSentences, clauses: splitClauses } = english.sentences;

interface Clause {
  readonly text: string;
  readonly words: ReadonlySet<string>;
  /** The first clause's words: "the cache on 8899" leaves out the "listens" that was said before. */
  readonly inherited: ReadonlySet<string>;
  readonly values: ValueIndex;
}

/** Below this share of an answer's meaning-bearing words in the sources it is the model's own story. */
const MIN_SHARE_OF_WORDS = 0.6;
/** A clause this close to the best one counts as equally about the question. */
const AS_GOOD_AS_BEST = 0.9;

/**
 * A small model picks a number that stands near the right one. So it isn't enough that an answer's values occur in the sources: each must stand in
 * the clause that matches the question best, or in one that holds all the words the answer itself says about it.
 */
export function findProblems(questions: readonly string[], answer: string, passages: readonly Passage[]): string[] {
  const text = withoutListMarks(answer).trim();
  if (text === '') return ['the answer is empty'];
  if (english.talk.givesUp(text)) return ['the model did not answer'];
  const sources = sourcesText(passages);
  const question = questions.join(' ');
  const clauses = clausesOf(passages);
  return [
    ...unknownValues(text, sources, question),
    ...misplacedValues(questions, text, clauses),
    ...missingValue(questions, text),
    ...strayingWords(text, sources, question),
    ...turnedPolarity(question, text, clauses),
  ];
}

/**
 * The problems of a draft's whole sentences that nothing written after them can mend: a model that is still writing may be stopped for them.
 * A sentence counts as whole once something follows it.
 */
export function lostCauses(questions: readonly string[], draft: string, passages: readonly Passage[]): string[] {
  const text = withoutListMarks(draft);
  const whole = text.slice(0, lastSentenceEnd(text));
  if (whole === '') return [];
  return [...unknownValues(whole, sourcesText(passages), questions.join(' ')), ...misplacedValues(questions, whole, clausesOf(passages))];
}

/** Reads along while a draft is written; the check itself runs once a sentence. */
export class DraftWatch {
  private read = 0;

  constructor(
    private readonly questions: readonly string[],
    private readonly passages: readonly Passage[],
  ) {}

  /** @param draft all that was written so far */
  isLost(draft: string): boolean {
    // The space that makes a sentence whole may be the first character that is new.
    const end = lastSentenceEnd(draft, { from: this.read - 1 });
    this.read = draft.length;
    return end > 0 && lostCauses(this.questions, draft, this.passages).length > 0;
  }
}

export function verdictOf(problems: readonly string[], mode: Validation['mode']): Validation {
  return { grounded: problems.length === 0 || mode === 'extractive', mode, problems: [...problems] };
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

function unknownValues(answer: string, sources: string, question: string): string[] {
  const known = new ValueIndex(sources);
  const asked = new ValueIndex(question);
  const unknown = keyValues(answer).filter((value) => !known.holds(value) && !asked.holds(value));
  return unknown.map((value) => `"${value.text}" is not in the sources`);
}

function misplacedValues(questions: readonly string[], answer: string, clauses: readonly Clause[]): string[] {
  const weight = wordWeights(clauses.map((clause) => clause.words));
  const asked = new ValueIndex(questions.join(' '));
  const problems: string[] = [];
  for (const said of splitSentences(answer).flatMap(splitClauses)) {
    for (const value of keyValues(said).filter(isQuantity)) {
      if (asked.holds(value) || standsRight(value, said, questions, clauses, weight)) continue;
      problems.push(`"${value.text}" is said of something else in the sources`);
    }
  }
  return problems;
}

function standsRight(
  value: KeyValue,
  said: string,
  questions: readonly string[],
  clauses: readonly Clause[],
  weight: (word: string) => number,
): boolean {
  const holding = clauses.filter((clause) => clause.values.holds(value));
  const own = withoutValues(contentWords(said), said);
  if (speaksOfSomethingElse(own, questions)) return holding.some((clause) => [...own].every((word) => hasWord(clause, word)));
  return questionsMeant(own, questions).some((wanted) => {
    const best = Math.max(0, ...clauses.map((clause) => scoreClause(clause, wanted, weight)));
    return best > 0 && holding.some((clause) => scoreClause(clause, wanted, weight) >= best * AS_GOOD_AS_BEST);
  });
}

function hasWord(clause: Clause, word: string): boolean {
  return clause.words.has(word) || clause.inherited.has(word);
}

/** "35 days; weekly a year": a clause about a thing that the question didn't name, which is then checked by its own words. */
function speaksOfSomethingElse(own: ReadonlySet<string>, questions: readonly string[]): boolean {
  const asked = contentWords(questions.join(' '));
  return own.size > 0 && overlap(own, asked) === 0;
}

/** Of several questions the ones this part of the answer is about. */
function questionsMeant(own: ReadonlySet<string>, questions: readonly string[]): ReadonlySet<string>[] {
  const wanted = questions.map(contentWords);
  const most = Math.max(...wanted.map((words) => overlap(own, words)));
  return wanted.filter((words) => overlap(own, words) === most);
}

/** What the answer says about its value, the value's own words taken out. */
function withoutValues(words: ReadonlySet<string>, text: string): Set<string> {
  const ofValues = contentWords(
    keyValues(text)
      .filter(isQuantity)
      .map((value) => value.text)
      .join(' '),
  );
  return new Set([...words].filter((word) => !ofValues.has(word)));
}

function missingValue(questions: readonly string[], answer: string): string[] {
  if (!questions.some(asksForValue)) return [];
  const asked = new ValueIndex(questions.join(' '));
  const given = keyValues(answer).filter((value) => isQuantity(value) && !asked.holds(value));
  return given.length > 0 ? [] : ['the question asks for a value and the answer has none'];
}

function strayingWords(answer: string, sources: string, question: string): string[] {
  const words = contentWords(answer);
  if (words.size === 0) return keyValues(answer).length > 0 ? [] : ['the answer says nothing'];
  const known = contentWords(`${sources}\n${question}`);
  const share = overlap(words, known) / words.size;
  return share >= MIN_SHARE_OF_WORDS ? [] : [`only ${Math.round(share * 100)} % of the answer's words are in the sources`];
}

/** "Yes", "no" and a "not" that the best clause doesn't have can't be checked by words, so they don't pass. */
function turnedPolarity(question: string, answer: string, clauses: readonly Clause[]): string[] {
  if (english.talk.yesOrNo(tokenise(answer)) !== undefined) return ['a bare yes or no cannot be checked against the sources'];
  const wanted = contentWords(`${question} ${answer}`);
  const best = clauses.reduce<{ clause?: Clause; shared: number }>(
    (top, clause) => {
      const shared = overlap(wanted, clause.words);
      return shared > top.shared ? { clause, shared } : top;
    },
    { shared: 0 },
  ).clause;
  if (best === undefined || denies(answer) === denies(best.text) || denies(question)) return [];
  return ['the answer denies what the source affirms, or the other way round'];
}

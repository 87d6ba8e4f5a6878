// Words that stand somewhere in the documents bear out nothing: a draft's sentence is held against the one sentence that it rests on.
import { english } from '@docmind/language';
import { type Candidate, titleOf } from './evidence/candidates.policy.js';
import { isQuantity, keyValues, ValueIndex } from './key-values.policy.js';
import { borneOutBy } from './sentence-parts.policy.js';
import { withoutYesOrNo } from './validator.policy.js';

const { contentWords, tokenise } = english.words;
const { denies } = english.guards;
const ARTICLES: ReadonlySet<string> = new Set(['a', 'an', 'the']);
/** Of a word before which no preposition stands. */
const NONE = '';
/** Make another thing of a statement, wherever they stand in it. */
const NARROWING: ReadonlySet<string> = new Set(
  'against almost except former formerly instead nearly only planned proposed supposedly unless without'.split(' '),
);
/** Say another thing of what follows than any other does; "at 7:30" may be said for "from 7:30". */
const TELLING: ReadonlySet<string> = new Set('after before between by from into over since to under until without'.split(' '));

/** What speaks against a sentence beside the one that it rests on. A word of the question isn't borne out by having been asked. */
export function supportProblems(sentence: string, support: Candidate, questions: readonly string[]): string[] {
  const question = questions.join(' ');
  const said = withoutYesOrNo(sentence);
  const added = addedWords(said, support, question);
  return [
    ...(added.length > 0 ? added : [...putTogether(said, support), ...otherSubject(said, support)]),
    ...otherPolarity(sentence, support, question),
  ];
}

/**
 * Each word that means something stands in the sentence or over it, or is asked for and stands in the sentence before it. Values are compared as
 * values.
 */
function addedWords(said: string, { text, before, topic = '', passage }: Candidate, question: string): string[] {
  const asked = contentWords(question);
  const known = contentWords(`${text}\n${titleOf(passage)}`);
  for (const word of contentWords(`${before}\n${topic}`)) if (asked.has(word)) known.add(word);
  const added = wordsBeside(known, said)[0];
  return added === undefined ? [] : [`"${added}" is not in the sentence that it rests on`];
}

/**
 * The heading may name fees and fines, and the sentence before the sauna: a draft that takes a word from there leaves out nothing of what the sentence
 * itself speaks of. "The fine for a lost key is 40 euros" is no fine for the sauna.
 */
function otherSubject(said: string, { text }: Candidate): string[] {
  if (wordsBeside(contentWords(text), said).length === 0) return [];
  const own = contentWords(said);
  const dropped = [...contentWords(subjectOf(text))].find((word) => !own.has(word));
  return dropped === undefined ? [] : [`the sentence that it rests on speaks of "${dropped}"`];
}

/** Up to its first auxiliary verb or number; all of it where it has neither. */
function subjectOf(text: string): string {
  const tokens = tokenise(text);
  const end = tokens.findIndex(({ lower }) => english.questions.auxiliaryOf(lower) !== undefined || /\d/u.test(lower));
  return (end === -1 ? tokens : tokens.slice(0, end)).map(({ surface }) => surface).join(' ');
}

/** What a text says beside these words. Values are compared as values elsewhere. */
function wordsBeside(known: ReadonlySet<string>, said: string): string[] {
  const quantities = keyValues(said).filter(isQuantity);
  const values = contentWords(quantities.map((value) => value.text).join(' '));
  return [...contentWords(said)].filter((word) => !known.has(word) && !values.has(word));
}

/**
 * The same words can say another thing: of "Hamid Sarkis (treasurer) and Della Fox (captain)" the treasurer is one of the two. So a draft rests on
 * one part of the sentence, on a later part with what it leaves out, or on parts whole (`borneOutBy`). And it brings no "is" or "may" along that the
 * sentence lacks.
 */
function putTogether(said: string, { text, row }: Candidate): string[] {
  const bearing = borneOutBy(said, text);
  if (bearing.length === 0) return ['it puts together what stands in several parts of the sentence that it rests on'];
  const own = prepositionsIn(said);
  const moved = bearing.map((piece) => otherPreposition(own, new Map(piece.flatMap((part) => [...prepositionsIn(part)]))));
  const other = moved.every((word) => word !== undefined) ? moved[0] : leftOut(said, text);
  if (other !== undefined) return [`the sentence that it rests on says "${other}" otherwise`];
  const there = new Set(auxiliariesIn(text));
  const added = row === undefined ? auxiliariesIn(said).find((auxiliary) => !there.has(auxiliary)) : undefined;
  return added === undefined ? [] : [`the sentence that it rests on does not say "${added}"`];
}

/** "From 14 June" of "from 9 to 12 on 14 June". */
function otherPreposition(said: Prepositions, there: Prepositions): string | undefined {
  for (const [word, own] of said) {
    const known = there.get(word);
    if (known === undefined || [...known].every((one) => one === NONE)) continue;
    const other = [...own].find((preposition) => TELLING.has(preposition) && !known.has(preposition));
    if (other !== undefined) return `${other} ${word}`;
  }
  return undefined;
}

/** "The deadline is 3 May" of "was moved from 3 May", and "decided to sell" of "decided against the plan to sell". */
function leftOut(said: string, text: string): string | undefined {
  const own = new Set(tokenise(said).map(({ lower }) => lower));
  const narrowing = tokenise(text).find(({ lower }) => NARROWING.has(lower) && !own.has(lower));
  if (narrowing !== undefined) return narrowing.lower;
  const there = prepositionsIn(text);
  return equatedIn(said).find((word) => {
    const known = there.get(word);
    return known !== undefined && !known.has(NONE) && [...known].every((one) => one === 'of' || TELLING.has(one));
  });
}

/** The word that follows each "is", but for an article. */
function equatedIn(said: string): string[] {
  const lower = tokenise(said).map((token) => token.lower);
  return lower.flatMap((word, at) => {
    if (english.questions.auxiliaryOf(word) !== 'be') return [];
    return lower[at + (ARTICLES.has(lower[at + 1] ?? '') ? 2 : 1)] ?? [];
  });
}

type Prepositions = ReadonlyMap<string, ReadonlySet<string>>;

/** Of each word which prepositions it stands behind. */
function prepositionsIn(text: string): Prepositions {
  const found = new Map<string, Set<string>>();
  let last: string | undefined;
  for (const { lower } of tokenise(text)) {
    if (english.roles.isPreposition(lower) || TELLING.has(lower)) last = lower;
    else if (!ARTICLES.has(lower)) {
      found.set(lower, (found.get(lower) ?? new Set()).add(last ?? NONE));
      last = undefined;
    }
  }
  return found;
}

function auxiliariesIn(text: string): string[] {
  return tokenise(text).flatMap(({ lower }) => english.questions.auxiliaryOf(lower) ?? []);
}

function otherPolarity(sentence: string, { text }: Candidate, question: string): string[] {
  if (denies(question)) return [];
  if (denies(withoutYesOrNo(sentence)) !== denies(text))
    return ['it denies what the sentence that it rests on affirms, or the other way round'];
  const opening = english.talk.yesOrNo(tokenise(sentence));
  if (opening === undefined || opening === wordFor(sentence, text, question)) return [];
  return [`it says "${opening}", and the sentence that it rests on does not`];
}

/** "No" to a question whose value is another one here, or to what is denied. */
function wordFor(sentence: string, text: string, question: string): 'yes' | 'no' {
  const given = new ValueIndex(sentence);
  const asked = keyValues(question).filter(isQuantity);
  const isOther = asked.length > 0 && !asked.some((value) => given.holds(value)) && keyValues(sentence).some(isQuantity);
  return isOther || denies(text) ? 'no' : 'yes';
}

// A caller may send 64 KB of anything. Whatever reads a text must take time in proportion to its length, give or take a logarithm.
import { growsTooFast, runOf, type Shape } from '@docmind/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as library from './index.js';
import { type LanguagePack, type Token, english } from './index.js';

type Call = (text: string) => unknown;
/** Each function of a group, so that a new one cannot be forgotten. */
type CallsOf<Group> = { [Name in keyof Group as Group[Name] extends (...given: never[]) => unknown ? Name : never]: Call };
type CallsOfPack = { [Group in keyof LanguagePack as LanguagePack[Group] extends object ? Group : never]: CallsOf<LanguagePack[Group]> };

const { words, sentences, roles, guards, values, questions, talk } = english;
const held = new Map<string, { tokens: Token[]; lower: string[]; stems: string[] }>();
/** Taken apart once a text: the time of `tokenise` isn't that of what reads tokens. */
function apart(text: string): { tokens: Token[]; lower: string[]; stems: string[] } {
  const known = held.get(text);
  if (known) return known;
  if (held.size > 10) held.clear();
  const tokens = words.tokenise(text);
  const lower = tokens.map((token) => token.lower);
  const made = { tokens, lower, stems: lower.map(words.stem) };
  held.set(text, made);
  return made;
}
const ofTokens =
  (call: (tokens: Token[]) => unknown): Call =>
  (text) =>
    call(apart(text).tokens);
const ofLower =
  (call: (lower: string[], stems: string[]) => unknown): Call =>
  (text) =>
    call(apart(text).lower, apart(text).stems);
const ofEachToken =
  (call: (token: Token) => unknown): Call =>
  (text) =>
    apart(text).tokens.map(call);

const CALLS: CallsOfPack = {
  words: {
    tokenise: words.tokenise,
    stem: words.stem,
    actOf: words.actOf,
    isParticiple: words.isParticiple,
    synonymOf: words.synonymOf,
    wordsIn: words.wordsIn,
    contentWords: words.contentWords,
    searchTerms: words.searchTerms,
  },
  sentences: { split: sentences.split, clauses: sentences.clauses, parts: sentences.parts },
  roles: {
    isPreposition: roles.isPreposition,
    isPlacing: roles.isPlacing,
    isPossessive: roles.isPossessive,
    isJoining: roles.isJoining,
    isListing: roles.isListing,
    isOwning: roles.isOwning,
    isComparative: roles.isComparative,
    rolesOf: ofLower(roles.rolesOf),
    opposedRole: ofLower((lower, stems) =>
      roles.opposedRole(new Map(lower.map((word, at) => [word, stems[at] ?? ''])), new Map([['x', 'to']])),
    ),
  },
  guards: {
    isNegation: guards.isNegation,
    negationsIn: ofLower(guards.negationsIn),
    affirmedForms: guards.affirmedForms,
    otherSides: guards.otherSides,
    comparisonsIn: ofLower(guards.comparisonsIn),
    limitedIn: ofLower((lower) => guards.limitedIn(lower, lower)),
    isUnderWay: ofLower(guards.isUnderWay),
    oppositesIn: ofLower(guards.oppositesIn),
    isStrictGroup: (text) => guards.isStrictGroup(text.length),
    sidesIn: guards.sidesIn,
    sidesAsked: guards.sidesAsked,
    timesIn: guards.timesIn,
    timesAsked: guards.timesAsked,
    turnedRoundFrom: (text) => [
      guards.turnedRoundFrom(text)?.('Ann trained Tom.'),
      guards.turnedRoundFrom('Who replaced our Ann?')?.(text),
    ],
    personsIn: ofLower(guards.personsIn),
    denies: guards.denies,
    actorsIn: ofLower(guards.actorsIn),
    ownersIn: ofLower(guards.ownersIn),
    possessorsIn: guards.possessorsIn,
    pointsOutside: ofTokens(guards.pointsOutside),
    isAboutThePast: ofLower(guards.isAboutThePast),
    asksForAdvice: ofLower(guards.asksForAdvice),
  },
  values: {
    quantitiesOf: ofTokens(values.quantitiesOf),
    timesIn: ofTokens(values.timesIn),
    isName: ofEachToken(values.isName),
    numbersIn: values.numbersIn,
    datesIn: values.datesIn,
    namesIn: values.namesIn,
  },
  questions: {
    normalise: questions.normalise,
    isQuestionWord: questions.isQuestionWord,
    withoutPoliteness: ofTokens(questions.withoutPoliteness),
    asDuration: ofTokens(questions.asDuration),
    kindOf: ofTokens(questions.kindOf),
    mayAskTheSame: (text) => questions.mayAskTheSame(text, text),
    askedParts: (text) => questions.askedParts(text, apart(text).tokens, 'what'),
    valueAsked: questions.valueAsked,
    asksOnly: questions.asksOnly,
    isNumbered: questions.isNumbered,
    auxiliaryOf: questions.auxiliaryOf,
    parts: questions.parts,
    comparedThings: questions.comparedThings,
    asksSeveral: questions.asksSeveral,
    answerKindOf: questions.answerKindOf,
    holdsKind: (text) => (['person', 'time', 'amount', 'place', 'reason'] as const).map((kind) => questions.holdsKind(kind, text, 0)),
    hasNumber: questions.hasNumber,
  },
  talk: {
    withoutCourtesy: talk.withoutCourtesy,
    isAsked: talk.isAsked,
    collectionRequest: talk.collectionRequest,
    standing: (text) => [
      talk.standing(text, { question: 'Who owns the pool?' }),
      talk.standing('And it?', { question: text, answer: text }),
    ],
    opensWithCourtesy: talk.opensWithCourtesy,
    asksForOwnText: talk.asksForOwnText,
    speaksOfDocuments: talk.speaksOfDocuments,
    leansOnEarlier: talk.leansOnEarlier,
    refersBack: talk.refersBack,
    opensWithRegret: talk.opensWithRegret,
    givesUp: talk.givesUp,
    yesOrNo: ofTokens(talk.yesOrNo),
  },
};

const detect = await library.languageDetector();
/** What the index exports beside the packs. */
const NEUTRAL: Omit<CallsOf<typeof library>, 'anyLanguage' | 'english'> = {
  packOf: (text) => library.packOf(text).tag,
  introductionAsked: library.introductionAsked,
  localCollectionRequest: library.localCollectionRequest,
  unitsAsked: library.unitsAsked,
  unitsIn: library.unitsIn,
  holdsUnspaced: library.holdsUnspaced,
  pairedLetters: library.pairedLetters,
  oneOf: (text) => library.oneOf(text)('x'),
  isSpace: library.isSpace,
  withoutEnd: (text) => [library.isSpace, library.oneOf('.?!,;x')].map((isMark) => library.withoutEnd(text, isMark)),
  withoutStart: (text) => [library.isSpace, library.oneOf('.?!,;x')].map((isMark) => library.withoutStart(text, isMark)),
  withoutListMarks: library.withoutListMarks,
  lastSentenceEnd: (text) => library.lastSentenceEnd(text),
  quotationsIn: library.quotationsIn,
  isCode: library.isCode,
  isInCapitals: library.isInCapitals,
  asksForCode: library.asksForCode,
  holdsCode: library.holdsCode,
  withAcronyms: (text) => library.withAcronyms(library.english.words.tokenise(text), library.english.words.questionStopWords),
  languageDetector: detect,
  nameOfLanguage: () => library.nameOfLanguage('de'),
  instructionsIn: library.instructionsIn,
  holdsSigns: library.holdsSigns,
  unreadSignIn: library.unreadSignIn,
};

/** What packs of other languages add to English: one that sets spaces and one that doesn't stand for all. */
const LOCAL_CALLS = ['Das ist nicht der Preis. ', 'いくら']
  .map(library.packOf)
  .flatMap(({ tag, words: own, sentences: ends }): [string, Call][] => [
    [`${tag}.searchTerms`, own.searchTerms],
    [`${tag}.split`, ends.split],
  ]);

const calls: readonly (readonly [string, Call])[] = [
  ...LOCAL_CALLS,
  ...Object.entries(CALLS).flatMap(([group, members]) =>
    Object.entries(members).map(([name, call]) => [`${group}.${name}`, call] as const),
  ),
  ...Object.entries(NEUTRAL),
];

/** Runs of each kind of character, of line breaks and spaces, of words that some function looks for, and nested marks. */
const PIECES = [
  ...['a', 'x ', 'A', 'A ', 'é', 'İ', '漢', '😀', '\u0301', '0', '0 ', '1,000,', '5 days ', '$', '$5 ', '%', '+'],
  ...[' ', '\t', '\u00a0', '\ufeff', '\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029', ' \n'],
  ...['.', '?', '?!', ',', ', ', ';', '; ', ':', '-', '- ', '--a ', '_', '/', '/a', 'a.', '• ', '| ', '# ', '1. ', '```'],
  ...['"', '“', '”', '«', "'", '’', " '", "x'", '(', ')', '}', '“«"`', '”»"`'],
  ...['A. ', 'e.g. ', 'E.g. A', 'compare ', 'and ', 'compare and ', 'between ', 'versus ', 'and what ', ', what ', 'the ', 'from the '],
  ...['not ', "can't ", "n't ", 'non-', 'million ', 'twenty-', 'once $ ', 'euros ', 'may 5 ', '5 of May, ', '2024-03-05 '],
  ...['how ', 'how many days ', 'what is the ', 'please ', 'do you know ', 'but ', 'one hour, ', 'ing', 'ed', 'less', 'un'],
];

const fill = (piece: string, size: number): string => runOf(piece)(Math.floor(size));
const NAMED: readonly (readonly [string, Shape])[] = [
  ['marks that open, then as many that close', (size) => fill('(“', size / 2) + fill('”)', size / 2)],
  ['a sentence, spaces, and no opening', (size) => `A.${fill(' ', size)}a`],
  ['many comparisons without an end', (size) => `x ${fill('compare ', size / 4)}${fill('a and ', size / 4)}${fill('?', size / 2)}`],
  ['marks within a word', (size) => `x${fill('.', size)}x`],
  ['spaces within a line', (size) => `5${fill(' ', size)}of${fill(' ', size / 8)}x`],
  ['lines of spaces', (size) => fill(`${' '.repeat(200)}\n`, size)],
  ['marks of one letter, out of order', runOf('\u0301\u0323')],
  ['half-width marks, out of order', runOf('\uff9e\u0323')],
  ['one long word that looks like a verb', (size) => `${fill('a', size)}z`],
];

function slowOnes(shape: Shape): string[] {
  return calls.filter(([, call]) => growsTooFast(call, shape)).map(([name]) => name);
}

describe('time grows with the length of the text for', { timeout: 120_000 }, () => {
  it.each(NAMED)('%s', (_, shape) => expect(slowOnes(shape)).toEqual([]));
  it.each(PIECES.map((piece) => [JSON.stringify(piece), piece]))('runs of %s', (_, piece) => {
    expect(slowOnes(runOf(piece))).toEqual([]);
  });

  it('runs of any few of these, with others before and behind', () => {
    const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 3 }).map((some) => some.join(''));
    const shapes = fc.tuple(
      pieces,
      pieces.filter((piece) => piece !== ''),
      pieces,
    );
    fc.assert(
      fc.property(shapes, ([before, run, behind]) => {
        expect(slowOnes((size) => before + fill(run, size) + behind)).toEqual([]);
      }),
      { numRuns: 25, seed: 11, endOnFailure: true },
    );
  });
});

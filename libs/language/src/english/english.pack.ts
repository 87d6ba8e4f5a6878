import type { LanguagePack } from '../pack/language-pack.js';
import { collectionRequest } from './collection/collection-questions.js';
import { standing } from './follow-ups/follow-up.js';
import { asksOnly, isNumbered } from './follow-ups/question-frame.js';
import { isName, namesIn } from './words/names.js';
import { timesIn } from './numbers/calendar.js';
import { datesIn } from './numbers/dates.js';
import { numbersIn } from './numbers/numbers-in-text.js';
import { quantitiesOf } from './numbers/quantities.js';
import { answerKindOf, hasNumber, holdsKind } from './questions/answer-kinds.js';
import { asDuration, askedParts, mayAskTheSame, questionType, valueAsked, withoutPoliteness } from './questions/question-kinds.js';
import { pointsOutside } from './questions/pointing.js';
import { asksSeveral, comparedThings, questionParts } from './questions/question-parts.js';
import { AUXILIARIES, QUESTION_WORDS } from './questions/question-words.js';
import { normaliseQuestion } from './questions/same-text.js';
import { isAboutThePast, isUnderWay } from './questions/tense.js';
import { clausesOf, partsOf } from './sentences/clauses.js';
import { sentencesOf } from './sentences/sentences.js';
import { isAsked, withoutCourtesy } from './talk/courtesy.js';
import {
  asksForOwnText,
  givesUp,
  leansOnEarlier,
  opensWithCourtesy,
  opensWithRegret,
  refersBack,
  speaksOfDocuments,
  yesOrNo,
} from './talk/talk.js';
import { comparisonsIn, isComparative, limitedIn } from './words/comparatives.js';
import { contentWords, wordsIn } from './words/content-words.js';
import * as functionWords from './words/function-words.js';
import { affirmedForms, denies, isNegation, negationsIn, otherSides } from './words/negation.js';
import { isStrictGroup, oppositesIn } from './words/opposites.js';
import { sidesAsked, sidesIn } from './questions/sides.js';
import { turnedRoundFrom } from './questions/directions.js';
import { timeReader } from '../times/time-words.js';
import { ENGLISH_TIMES } from './questions/times.js';
import { opposedRole, rolesOf } from './words/roles.js';
import { searchTerms } from './words/search-terms.js';
import { actOf, isParticiple, stem } from './words/stems.js';
import { QUESTION_STOP_WORDS } from './words/stop-words.js';
import { isPeriod, isUsing, measureOf } from './questions/measures.js';
import { synonymOf } from './words/synonyms.js';
import { tokenise } from './words/tokenise.js';

const { asksForAdvice, personsIn, actorsIn, ownersIn, possessorsIn } = functionWords;

function among(list: readonly string[]): (word: string) => boolean {
  const known = new Set(list);
  return (word) => known.has(word);
}

export const english: LanguagePack = {
  tag: 'en',
  words: {
    tokenise,
    stem,
    actOf,
    isParticiple,
    synonymOf,
    measures: { measureOf, isPeriod, isUsing },
    questionStopWords: QUESTION_STOP_WORDS,
    wordsIn,
    contentWords,
    searchTerms,
  },
  sentences: { split: sentencesOf, clauses: clausesOf, parts: partsOf },
  roles: {
    isPreposition: among(functionWords.PREPOSITIONS),
    isPlacing: among(functionWords.PLACING),
    isPossessive: among(functionWords.POSSESSIVES),
    isJoining: among(functionWords.JOINING),
    isListing: among(functionWords.LISTING),
    isOwning: among(functionWords.OWNING),
    isComparative,
    rolesOf,
    opposedRole,
  },
  guards: {
    isNegation,
    denies,
    negationsIn,
    affirmedForms,
    otherSides,
    comparisonsIn,
    limitedIn,
    oppositesIn,
    isStrictGroup,
    sidesIn,
    sidesAsked,
    ...timeReader(ENGLISH_TIMES),
    turnedRoundFrom,
    personsIn,
    actorsIn,
    ownersIn,
    possessorsIn,
    isAboutThePast,
    isUnderWay,
    asksForAdvice,
    pointsOutside,
  },
  values: { quantitiesOf, timesIn, isName, numbersIn, datesIn, namesIn },
  questions: {
    isQuestionWord: (word) => QUESTION_WORDS.has(word),
    normalise: normaliseQuestion,
    withoutPoliteness,
    asDuration,
    kindOf: questionType,
    mayAskTheSame,
    askedParts,
    valueAsked,
    asksOnly,
    isNumbered,
    auxiliaryOf: (word) => AUXILIARIES.get(word),
    parts: questionParts,
    comparedThings,
    asksSeveral,
    answerKindOf,
    holdsKind,
    hasNumber,
  },
  talk: {
    withoutCourtesy,
    isAsked,
    standing,
    collectionRequest,
    opensWithCourtesy,
    asksForOwnText,
    speaksOfDocuments,
    leansOnEarlier,
    refersBack,
    opensWithRegret,
    givesUp,
    yesOrNo,
  },
};

import type { LanguagePack } from '../pack/language-pack.js';
import { isName } from './names.js';
import { timesIn } from './numbers/calendar.js';
import { quantitiesOf } from './numbers/quantities.js';
import { asDuration, askedParts, mayAskTheSame, questionType, withoutPoliteness } from './questions/question-kinds.js';
import { QUESTION_WORDS } from './questions/question-words.js';
import { normaliseQuestion } from './questions/same-text.js';
import { comparisonsIn, isComparative } from './words/comparatives.js';
import * as functionWords from './words/function-words.js';
import { affirmedForms, isNegation, negationsIn } from './words/negation.js';
import { isStrictGroup, oppositesIn } from './words/opposites.js';
import { opposedRole, rolesOf } from './words/roles.js';
import { isParticiple, stem } from './words/stems.js';
import { QUESTION_STOP_WORDS } from './words/stop-words.js';
import { synonymOf } from './words/synonyms.js';
import { tokenise } from './words/tokenise.js';

const { asksForAdvice, isAboutThePast, personsIn, possessiveIn } = functionWords;

function among(list: readonly string[]): (word: string) => boolean {
  const known = new Set(list);
  return (word) => known.has(word);
}

export const english: LanguagePack = {
  tag: 'en',
  words: { tokenise, stem, isParticiple, synonymOf, questionStopWords: QUESTION_STOP_WORDS },
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
    negationsIn,
    affirmedForms,
    comparisonsIn,
    oppositesIn,
    isStrictGroup,
    personsIn,
    possessiveIn,
    isAboutThePast,
    asksForAdvice,
  },
  values: { quantitiesOf, timesIn, isName },
  questions: {
    isQuestionWord: (word) => QUESTION_WORDS.has(word),
    normalise: normaliseQuestion,
    withoutPoliteness,
    asDuration,
    kindOf: questionType,
    mayAskTheSame,
    askedParts,
  },
};

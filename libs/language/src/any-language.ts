import { packOf } from './detection/pack-choice.js';
import { english } from './english/english.pack.js';
import type { EarlierTurn, LanguagePack, Standing } from './pack/language-pack.js';

/** A pack that reads each text by the words of its own language. What is asked of a word alone is asked of English. */
export const anyLanguage: LanguagePack = {
  ...english,
  tag: 'und',
  words: {
    ...english.words,
    wordsIn: (text) => packOf(text).words.wordsIn(text),
    contentWords: (text) => packOf(text).words.contentWords(text),
    searchTerms: (text) => packOf(text).words.searchTerms(text),
  },
  sentences: {
    split: (text) => packOf(text).sentences.split(text),
    clauses: (sentence) => packOf(sentence).sentences.clauses(sentence),
    parts: (sentence) => packOf(sentence).sentences.parts(sentence),
  },
  questions: {
    ...english.questions,
    parts: (text) => packOf(text).questions.parts(text),
    asksSeveral: (text) => packOf(text).questions.asksSeveral(text),
  },
  talk: { ...english.talk, standing: standingInItsLanguage },
  guards: { ...english.guards, denies: (text) => packOf(text).guards.denies(text) },
};

/** "Y la fianza?" is too short to tell its language: where the language before it takes it for a follow-up, it is one. */
function standingInItsLanguage(text: string, earlier: EarlierTurn | undefined): Standing {
  const own = packOf(text).talk.standing(text, earlier);
  if (earlier === undefined || own.is !== 'alone') return own;
  return packOf(earlier.question).talk.standing(text, earlier);
}

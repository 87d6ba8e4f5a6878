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

/**
 * "Y la fianza?" is too short to tell its language: where the language before it takes it for a follow-up, it is one. What nothing tells is
 * called English, and behind a question in another language it is read by that one alone.
 */
function standingInItsLanguage(text: string, earlier: EarlierTurn | undefined): Standing {
  const own = packOf(text);
  const before = earlier === undefined ? own : packOf(earlier.question);
  if (own.tag === before.tag || own.tag !== english.tag) {
    const standing = own.talk.standing(text, earlier);
    // English takes what it doesn't know for a name: "Wann beginnt die Ruhezeit?" would be another thing to ask the same of.
    if (standing.is !== 'alone' || before.tag === english.tag) return standing;
  }
  return before.talk.standing(text, earlier);
}

// A language of which as much is known as documents in it need: its little words, its stems, how it denies, where its sentences end, what it
// asks for, how a follow-up leans. All else is asked of English, which finds next to nothing in it.
import { english } from '../english/english.pack.js';
import { clausesOf, partsOf } from '../english/sentences/clauses.js';
import { inForm } from '../text/forms.js';
import { splitSentences } from '../text/sentences.js';
import { type Token, tokensOf } from '../text/tokens.js';
import type { WordList } from '../text/word-lists.js';
import type { LanguagePack, Questions, Sentences, Talk } from '../pack/language-pack.js';
import { directionReader, type DirectionWords } from '../directions/directions.js';
import { timeReader, type TimeWords } from '../times/time-words.js';
import { asksForKinds, type LocalKinds } from './local-kinds.js';

export interface LocalWords {
  readonly tag: string;
  /** Words that tell nothing of what a text is about, the question words among them. */
  readonly stopWords: WordList;
  readonly denials: WordList;
  /** Between two statements: "und", "während". */
  readonly joining?: WordList;
  /** A full stop after one of these ends no sentence. */
  readonly abbreviations: WordList;
  readonly kinds: LocalKinds;
  /** Its months, weekdays, seasons and periods; undefined where they are read as in English. */
  readonly times?: TimeWords;
  readonly directions?: DirectionWords;
  /** The questions that are joined in one; undefined where only question marks part them. */
  readonly several?: Pick<Questions, 'parts' | 'asksSeveral'>;
  /** How a follow-up stands without the turn before it. */
  readonly standing: Talk['standing'];
  stem(word: string): string;
  /** Whether the full stop at the end of a part ends no sentence, before what comes next: "zum 1." before "Mai". */
  goesOn?(part: string, next: string): boolean;
  /** Writes every noun with a capital, which then tells no name. */
  readonly capitalisesNouns?: boolean;
  /** The words of a text that sets no spaces between them. */
  segment?(text: string): string[];
}

export function localPack(language: LocalWords): LanguagePack {
  const stops = new Set(language.stopWords);
  const wordsIn = (text: string): string[] =>
    language.segment?.(text) ?? tokensOf(inForm('NFC', text)).flatMap(({ lower }) => compoundsOf(lower));
  const stem = (word: string): string => (/\d/u.test(word) ? word : language.stem(word));
  const telling = (text: string): string[] => wordsIn(text).filter((word) => !stops.has(word));
  const tellingOrAll = (text: string): string[] => {
    const all = wordsIn(text);
    const some = all.filter((word) => !stops.has(word));
    return some.length > 0 ? some : all;
  };
  const isName = language.capitalisesNouns ? isNameAnywhere : english.values.isName;
  return {
    ...english,
    tag: language.tag,
    words: {
      ...english.words,
      tokenise: (text) => language.segment?.(text).map(asToken) ?? tokensOf(inForm('NFC', text)),
      stem,
      questionStopWords: stops,
      wordsIn,
      contentWords: (text) =>
        new Set(
          telling(text)
            .filter((word) => language.segment !== undefined || word.length > 1)
            .map(stem),
        ),
      searchTerms: (text) => [...new Set(tellingOrAll(text))].flatMap((word) => word.match(/[\p{L}\p{N}]+/gu) ?? []),
    },
    sentences: sentencesOf(language),
    questions: { ...english.questions, ...asksForKinds(language.kinds), ...language.several },
    talk: { ...english.talk, standing: language.standing },
    // "Y" and "à" are letters that name nothing here.
    values: { ...english.values, isName: (token) => !stops.has(token.lower) && isName(token) },
    guards: guardsOf(language, wordsIn),
  };
}

function guardsOf(language: LocalWords, wordsIn: (text: string) => string[]): LanguagePack['guards'] {
  const denials = new Set(language.denials);
  return {
    ...english.guards,
    ...(language.times && timeReader(language.times)),
    turnedRoundFrom: language.directions ? directionReader(language.directions) : english.guards.turnedRoundFrom,
    isNegation: (word) => denials.has(word),
    denies: (text) => wordsIn(text).some((word) => denials.has(word)),
  };
}

function sentencesOf(language: LocalWords): Sentences {
  const isAbbreviated = abbreviatedBy(language);
  return {
    split: (text) => splitSentences(text, isAbbreviated),
    clauses: (sentence) => clausesOf(sentence, language.joining),
    parts: (sentence) => partsOf(sentence, language.joining),
  };
}

function asToken(word: string): Token {
  return { surface: word, lower: word.toLowerCase(), opening: true };
}

/** As at the start of a sentence, where only capitals throughout tell a name. */
function isNameAnywhere(token: Token): boolean {
  return english.values.isName({ ...token, opening: true });
}

/** "l'heure" is "l" and "heure"; of a compound with strokes its parts as well. */
function compoundsOf(word: string): string[] {
  const parts = word.split(/[-/:@'’]/u).filter((part) => part !== '');
  return parts.length > 1 ? [word, ...parts] : [word];
}

function abbreviatedBy({ abbreviations, goesOn }: LocalWords): (part: string, next: string) => boolean {
  const known = new Set(abbreviations);
  return (part, next) => {
    if (!part.endsWith('.')) return false;
    const last = part.slice(Math.max(part.lastIndexOf(' '), part.lastIndexOf('\u00a0'), part.lastIndexOf('(')) + 1, -1).toLowerCase();
    return known.has(last) || (goesOn?.(part, next) ?? false);
  };
}

/** Takes off the first ending that leaves enough of a word. */
export function withoutEnding(word: string, endings: WordList, shortestRest = 4): string {
  const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= shortestRest);
  return ending === undefined ? word : word.slice(0, word.length - ending.length);
}

import {
  ADVICE,
  CALENDAR,
  COMPARATIVES,
  DIRECTIONS,
  NEGATIONS,
  NUMBER_WORDS,
  PAST_AUXILIARIES,
  POLAR_WORDS,
  STOP_WORDS,
  THIRD_PERSONS,
  UNITS,
} from './guard-words.js';
import { asDuration, askedParts, questionType } from './question-type.policy.js';
import { type Token, tokenise } from './question-text.policy.js';
import { stem } from './stemming.policy.js';

/** What two questions must agree on before their likeness is even looked at. Lists are sorted unless their order is the point. */
export interface QuestionFacts {
  readonly type: string;
  /** "Days" of "for how many days", which asks how long; undefined where no unit is asked for. */
  readonly askedUnit: string | undefined;
  readonly tokens: readonly Token[];
  /** Stems of the words that carry the meaning, in the order they stand. */
  readonly content: readonly string[];
  readonly numbers: readonly string[];
  readonly units: readonly string[];
  readonly calendar: readonly string[];
  readonly negations: readonly string[];
  readonly comparatives: readonly string[];
  readonly polar: readonly string[];
  readonly quoted: readonly string[];
  /** Names: capitalised within a sentence, or written like code. */
  readonly entities: readonly string[];
  readonly directions: readonly string[];
  readonly past: boolean;
  /** Asks what should be, not what is. */
  readonly advice: boolean;
  readonly thirdPersons: readonly string[];
  readonly marks: number;
  readonly questionWords: number;
}

const QUOTED = /"([^"]+)"|“([^”]+)”|`([^`]+)`|(?:^|\s)'([^']+)'(?=[\s?.,!]|$)/gu;

export function factsOf(text: string): QuestionFacts {
  const { tokens, askedUnit } = asDuration(tokenise(text));
  const lower = tokens.map((token) => token.lower);
  const { marks, words } = askedParts(text, tokens);
  return {
    type: questionType(tokens),
    askedUnit,
    tokens,
    content: lower.filter((word) => !STOP_WORDS.has(word)).map((word) => NUMBER_WORDS.get(word) ?? stem(word)),
    numbers: lower.filter(isNumber).map(plainNumber).sort(),
    units: present(lower, UNITS, stem),
    calendar: present(
      lower.filter((_, at) => tokens[at]?.lower !== 'may' || tokens[at]?.surface === 'May'),
      CALENDAR,
      (word) => word.slice(0, 3),
    ),
    negations: lower.filter((word) => NEGATIONS.has(word) || /^non-|^un(?:able|safe|like)/u.test(word)).sort(),
    comparatives: present(lower, COMPARATIVES),
    polar: present(lower, POLAR_WORDS, stem),
    quoted: [...text.matchAll(QUOTED)]
      .map(
        (match) =>
          match
            .slice(1)
            .find((part) => part !== undefined)
            ?.toLowerCase()
            .trim() ?? '',
      )
      .sort(),
    entities: [...new Set(tokens.filter(isName).map((token) => stem(token.lower)))].sort(),
    directions: lower.filter((word, at) => DIRECTIONS.has(word) && !(word === 'to' && lower[at - 1] === 'how')),
    past: lower.some((word) => PAST_AUXILIARIES.has(word)),
    advice: lower.some((word) => ADVICE.has(word)),
    thirdPersons: present(lower, THIRD_PERSONS),
    marks,
    questionWords: words,
  };
}

function present(lower: readonly string[], list: ReadonlySet<string>, form: (word: string) => string = (word) => word): string[] {
  return [...new Set(lower.filter((word) => list.has(word)).map(form))].sort();
}

function isNumber(word: string): boolean {
  return /\d/u.test(word) || NUMBER_WORDS.has(word);
}

/** "1000", "1000.0" and "thousand" are one number; "v2.1" and "2.1" one version; "3rd" and "3" one place. */
function plainNumber(word: string): string {
  const named = NUMBER_WORDS.get(word);
  if (named !== undefined) return named;
  return word
    .replace(/^v(?=\d)/u, '')
    .replace(/^(\d+)(?:st|nd|rd|th)$/u, '$1')
    .replace(/^(\d+\.\d*?)0+$/u, '$1')
    .replace(/\.$/u, '');
}

function isName(token: Token): boolean {
  if (/[_/]|[a-z][A-Z]|[a-z]\.[a-z]/u.test(token.surface)) return true;
  if (!/^\p{Lu}/u.test(token.surface) || token.lower === 'i') return false;
  return /^\p{Lu}{2,}/u.test(token.surface) || (!token.opening && !STOP_WORDS.has(token.lower));
}

// Which kind of thing a question asks for, and what tells that a sentence holds one, in a language that is known by such signs.
import type { AnswerKind, Questions } from '../pack/language-pack.js';

export interface LocalKinds {
  /** The first that a question holds names the kind. */
  readonly asks: readonly (readonly [AnswerKind, RegExp])[];
  /** A sentence without any of them holds none; one with them may. */
  readonly signs: Readonly<Record<AnswerKind, RegExp>>;
  /** "Three months" says how long and not when. */
  readonly durations: RegExp;
}

/** Whole words and phrases of a language that sets spaces. */
export function anyWord(...alternatives: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${alternatives.join('|')})(?![\p{L}\p{N}])`, 'iu');
}

/** A number of units that stands behind none of `unless` and before none of `until`: "in three months" and "three months before" say when. */
export function durationOf(parts: { number: string; units: string; unless: string; until: string }): RegExp {
  const { number, units, unless, until } = parts;
  return new RegExp(
    String.raw`(?<!(?<!\p{L})(?:${unless})\s)(?<![\p{L}\p{N}])(?:\d+|${number})[\s-](?:${units})(?!\p{L})(?!['’]?\s(?:${until})(?!\p{L}))`,
    'giu',
  );
}

type AsksForKinds = Pick<Questions, 'answerKindOf' | 'holdsKind' | 'hasNumber'>;

export function asksForKinds({ asks, signs, durations }: LocalKinds): AsksForKinds {
  return {
    answerKindOf: (question) => asks.find(([, pattern]) => pattern.test(question))?.[0],
    holdsKind: (kind, sentence, newNames) =>
      (newNames > 0 && (kind === 'person' || kind === 'place')) ||
      signs[kind].test(kind === 'time' ? sentence.replace(durations, ' ') : sentence),
    hasNumber: (text) => signs.amount.test(text),
  };
}

import { english } from '@docmind/language';
import { z } from 'zod';

/** What a model was seen to do. */
export const abilitiesSchema = z.object({
  /** Gives the one fact of a short text that is asked for. */
  answers: z.boolean(),
  /** Tells a text that answers from one that nearly does. */
  judges: z.boolean(),
  callsTools: z.boolean(),
  /** What was counted, for people. */
  says: z.string(),
});
export type Abilities = z.infer<typeof abilitiesSchema>;

/** What came of the items of one kind. */
export class Tally {
  right = 0;
  wrong = 0;

  constructor(
    private readonly items: number,
    private readonly needed: number,
  ) {}

  note(isRight: boolean): void {
    if (isRight) this.right += 1;
    else this.wrong += 1;
  }

  get isPassed(): boolean {
    return this.right >= this.needed;
  }

  /** However the rest may go. */
  get isLost(): boolean {
    return this.items - this.wrong < this.needed;
  }

  toString(): string {
    return `${this.right} of ${this.right + this.wrong}`;
  }
}

/** A judge that lets most through, or stops most, is right in half of the pairs: of the answered and of the missed it must know this share each. */
export const JUDGE_SHARE = 0.75;
export const ANSWER_SHARE = 0.8;

export function containsOne(text: string, wanted: readonly string[]): boolean {
  const words = ` ${english.words.wordsIn(text.toLowerCase()).join(' ')} `;
  return wanted.some((one) => words.includes(` ${english.words.wordsIn(one).join(' ')} `));
}

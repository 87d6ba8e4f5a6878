import { JUDGE_ITEMS } from './judge-items.js';
import { type AnswerPair, type Comparison, PairVerifier, type QuestionPair } from './pair-verifier.port.js';

/** What a good model says of an item of the self-test; undefined for any other pair. */
export function knownOf({ asked, stored }: QuestionPair): Comparison | undefined {
  return JUDGE_ITEMS.find((item) => item.asked === asked && item.stored === stored)?.is;
}

/** Knows the items of the self-test, and says of everything else what a test sets. */
export class FakeVerifier extends PairVerifier {
  readonly model = 'm1';
  /** Items of the self-test aside. */
  readonly asked: QuestionPair[] = [];
  readonly answersAsked: AnswerPair[] = [];
  reply: Comparison | Error = 'same';
  /** Held until it is called, where a test sets it. */
  held: Promise<void> | undefined;

  async verify(pair: QuestionPair): Promise<Comparison> {
    const known = knownOf(pair);
    if (known !== undefined) return known;
    this.asked.push(pair);
    await this.held;
    return this.said();
  }

  async compareAnswers(answers: AnswerPair): Promise<Comparison> {
    this.answersAsked.push(answers);
    return this.said();
  }

  private said(): Comparison {
    if (this.reply instanceof Error) throw this.reply;
    return this.reply;
  }
}

import type { RequestContext } from '@docmind/messaging';

/** Of two questions: whether the answer to one is the answer to the other. Of two answers: whether they say the same. */
export type Comparison = 'same' | 'different';

export interface QuestionPair {
  readonly asked: string;
  readonly stored: string;
}

export interface AnswerPair {
  readonly question: string;
  readonly kept: string;
  readonly fresh: string;
}

/** Says whether two questions have the same answer. It costs a short prefill, so it is asked only about pairs that words can't settle. */
export abstract class PairVerifier {
  /** Part of what a kept comparison is known by: another model may say otherwise. */
  abstract readonly model: string;

  /**
   * @param asker whose trace and tenant it belongs to; not its signal, because others may wait too
   * @throws AppError what inference throws, DEADLINE_EXCEEDED after `limitMs`, INTERNAL for a reply that is neither
   */
  abstract verify(pair: QuestionPair, limitMs: number, asker?: RequestContext): Promise<Comparison>;

  /** Whether two answers to one question say the same. @throws as `verify` */
  abstract compareAnswers(answers: AnswerPair, limitMs: number, asker?: RequestContext): Promise<Comparison>;
}

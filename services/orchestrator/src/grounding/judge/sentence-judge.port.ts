import type { RequestContext } from '@docmind/messaging';
import type { Judged } from './judge.policy.js';

/** Reads a question and a text as a person would, where words and vectors leave doubt. */
export abstract class SentenceJudge {
  /**
   * Log-odds that the text answers the question; undefined where nobody can tell: no model, one that can't judge, or one that failed.
   * @throws only what the context's signal aborts with
   */
  abstract odds(judged: Judged, context: RequestContext): Promise<number | undefined>;
}

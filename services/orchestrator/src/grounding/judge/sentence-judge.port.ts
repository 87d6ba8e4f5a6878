import type { Actor, AskedEngine, Usage } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import type { Judged } from './judge.policy.js';

/** For whom the model reads: whose request it is, and who is told what it cost. */
export interface Asker {
  readonly context: RequestContext;
  spend(call: AskedEngine & { readonly agent: Actor; readonly purpose: string; readonly usage: Usage }): void;
}

/** Reads a question and a text as a person would, where words and vectors leave doubt. */
export abstract class SentenceJudge {
  /**
   * Log-odds that the text answers the question; undefined where nobody can tell: no model, one that can't judge, or one that failed.
   * @throws only what the context's signal aborts with
   */
  abstract odds(judged: Judged, asker: Asker): Promise<number | undefined>;
}

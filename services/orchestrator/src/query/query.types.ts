import type { AskedDocuments, CacheOutcome, TextMessage, FinishReason, QueryReply } from '@docmind/contracts';
import type { Sampling } from '../graph/agent-question.js';

/** What both doors (`/query` and `/v1/chat/completions`) make of their requests. */
export interface Question {
  readonly text: string;
  readonly namespace: string;
  readonly sessionId?: string;
  /** Where the caller named its request, so that it may ask again under the same name. */
  readonly requestId?: string;
  /** Earlier turns and system messages that came with the request. */
  readonly conversation: TextMessage[];
  /** The documents that are asked; all where nothing is given. */
  readonly documents: AskedDocuments;
  readonly cache: 'use' | 'bypass';
  readonly maxTokens: number;
  readonly sampling: Sampling;
}

export interface QueryOutcome {
  readonly reply: QueryReply;
  readonly finishReason: FinishReason;
}

/** One `start`, any number of `delta`, one `done`. What was said is committed before `done`. */
export type QueryEvent =
  | { readonly type: 'start'; readonly id: string; readonly cache: CacheOutcome }
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'done'; readonly outcome: QueryOutcome };

/** A request's own name of itself; one that was made for it names nothing that the caller could ask again. */
export function requestIdOf(given: string | undefined, context: { readonly requestId: string }): { requestId?: string } {
  return given === context.requestId ? { requestId: given } : {};
}

export const DEFAULT_NAMESPACE = 'default';

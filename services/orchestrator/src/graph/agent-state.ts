import type { AgentName, Citation, DocumentFilter, FinishReason, Passage, TextMessage, Validation } from '@docmind/contracts';
import { Annotation } from '@langchain/langgraph';
import { z } from 'zod';
import type { AgentQuestion, QueryRoute, Sampling } from './agent-question.js';

/** A message of the conversation, as agents' inputs name it: made here, so only its form is looked at. */
export const textMessage = z.custom<TextMessage>(
  (given) => typeof given === 'object' && given !== null && 'role' in given && 'content' in given && typeof given.content === 'string',
);

/** The graph's channels. Everything here is checkpointed, so everything here is plain data. Null means: not done in this turn. */
export const AgentState = Annotation.Root({
  question: Annotation<string>,
  conversation: Annotation<TextMessage[]>,
  filter: Annotation<DocumentFilter | null>,
  maxTokens: Annotation<number>,
  sampling: Annotation<Sampling>,
  route: Annotation<QueryRoute>,
  complexity: Annotation<'simple' | 'complex'>,
  /** Why the router took this route. */
  routedBecause: Annotation<string>,
  /** Whose turn it is, by the supervisor; null before its first decision. */
  next: Annotation<AgentName | 'end' | null>,
  subQuestions: Annotation<string[] | null>,
  passages: Annotation<Passage[] | null>,
  /** What could not be looked up, so that the answer may lack it. */
  failures: Annotation<string[]>,
  draft: Annotation<string | null>,
  finishReason: Annotation<FinishReason | null>,
  answer: Annotation<string | null>,
  citations: Annotation<Citation[]>,
  nearest: Annotation<Citation[]>,
  verdict: Annotation<Validation | null>,
});
export type AgentStateValue = typeof AgentState.State;
export type AgentStateUpdate = typeof AgentState.Update;

export function newTurn({ routed, ...asked }: AgentQuestion): AgentStateUpdate {
  return {
    ...asked,
    filter: asked.filter ?? null,
    route: routed.route,
    complexity: routed.complexity,
    routedBecause: routed.why,
    next: null,
    subQuestions: null,
    passages: null,
    failures: [],
    draft: null,
    finishReason: null,
    answer: null,
    citations: [],
    nearest: [],
    verdict: null,
  };
}

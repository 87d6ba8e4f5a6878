import type { TextMessage, Citation, DocumentFilter, FinishReason, Passage, Validation } from '@docmind/contracts';
import { Annotation } from '@langchain/langgraph';
import type { AgentQuestion, QueryRoute, Sampling } from './agent-question.js';

export interface Finding {
  readonly order: number;
  readonly passages: Passage[];
}

/** The graph's channels. Everything here is checkpointed, so everything here is plain data. Null means: not done in this turn. */
export const AgentState = Annotation.Root({
  question: Annotation<string>,
  conversation: Annotation<TextMessage[]>,
  filter: Annotation<DocumentFilter | null>,
  maxTokens: Annotation<number>,
  sampling: Annotation<Sampling>,
  route: Annotation<QueryRoute>,
  complexity: Annotation<'simple' | 'complex'>,
  subQuestions: Annotation<string[] | null>,
  findings: Annotation<Finding[], Finding[] | null>({
    // Null starts a new turn: a session's thread still holds the last one's findings.
    reducer: (kept, added) => (added === null ? [] : [...kept, ...added]),
    default: () => [],
  }),
  passages: Annotation<Passage[] | null>,
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
    subQuestions: null,
    findings: null,
    passages: null,
    draft: null,
    finishReason: null,
    answer: null,
    citations: [],
    nearest: [],
    verdict: null,
  };
}

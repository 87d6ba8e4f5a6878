import type { ChatMessage, Citation, FinishReason, Passage, Validation } from '@docmind/contracts';
import { Annotation } from '@langchain/langgraph';
import type { Sampling } from './agent-run.js';
import { standaloneQuestion } from '../agents/planner.policy.js';
import type { QueryRoute } from '../agents/router.policy.js';

export interface Finding {
  readonly order: number;
  readonly passages: Passage[];
}

/** The graph's channels. Everything here is checkpointed, so everything here is plain data. Null means: not done in this turn. */
export const AgentState = Annotation.Root({
  question: Annotation<string>,
  conversation: Annotation<ChatMessage[]>,
  corpusEmpty: Annotation<boolean>,
  maxTokens: Annotation<number>,
  sampling: Annotation<Sampling>,
  route: Annotation<QueryRoute | null>,
  complexity: Annotation<'simple' | 'complex' | null>,
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
  verdict: Annotation<Validation | null>,
});
export type AgentStateValue = typeof AgentState.State;
export type AgentStateUpdate = typeof AgentState.Update;

export interface AgentQuestion {
  readonly question: string;
  /** Earlier turns, and the caller's system messages. */
  readonly conversation: ChatMessage[];
  readonly corpusEmpty: boolean;
  readonly maxTokens: number;
  readonly sampling: Sampling;
}

export function newTurn(asked: AgentQuestion): AgentStateUpdate {
  return {
    ...asked,
    route: null,
    complexity: null,
    subQuestions: null,
    findings: null,
    passages: null,
    draft: null,
    finishReason: null,
    answer: null,
    citations: [],
    verdict: null,
  };
}

/** What is searched for and checked against: a follow-up question together with the turn it leans on. */
export function searchedQuestions(state: Pick<AgentStateValue, 'question' | 'subQuestions' | 'conversation'>): string[] {
  const earlier = state.conversation.filter((message) => message.role === 'user').at(-1)?.content;
  return (state.subQuestions ?? [state.question]).map((question) => standaloneQuestion(question, earlier));
}

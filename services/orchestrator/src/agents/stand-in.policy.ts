// What an agent leaves that failed or took too long, so that the others can go on: the answer gets worse, and says so.
import type { AgentName, Validation } from '@docmind/contracts';
import type { AgentStateUpdate, AgentStateValue } from '../graph/agent-state.js';
import { splitQuestion } from './planner.policy.js';

/** Where the check itself failed, nothing is shown that it didn't let through before. */
export const NOT_CHECKED = 'The answer could not be checked, so none is given.';

type StandIn = (state: AgentStateValue, why: string, shown: string) => AgentStateUpdate | undefined;

const STAND_INS: Readonly<Record<AgentName, StandIn>> = {
  // Decided before the graph begins, by policy where the model can't.
  query_router: () => undefined,
  query_planner: ({ question }) => ({ subQuestions: splitQuestion(question) ?? [question] }),
  retrieval_expert: (_state, why) => ({ passages: [], failures: [`the documents were not searched: ${why}`] }),
  // The validator answers with the passages' own sentences. Talk without documents has nothing else to say.
  result_synthesizer: ({ route }) => (route === 'documents' ? { draft: '', finishReason: 'stop' } : undefined),
  response_validator: (_state, why, shown) => unchecked(why, shown),
};

/**
 * @param shown what of the answer was shown already: it was checked, and stays
 * @returns undefined where nobody can go on without it
 */
export function standInFor(agent: AgentName, state: AgentStateValue, why: string, shown: string): AgentStateUpdate | undefined {
  return STAND_INS[agent](state, why, shown);
}

function unchecked(why: string, shown: string): AgentStateUpdate {
  const outcome: Pick<Validation, 'mode' | 'answers'> =
    shown === '' ? { mode: 'refused', answers: 'no' } : { mode: 'generated', answers: 'partly' };
  const verdict = { ...outcome, grounded: false, sentences: [], problems: [`the answer was not checked to its end: ${why}`] };
  return { answer: shown === '' ? NOT_CHECKED : shown, citations: [], nearest: [], verdict };
}

import type { AgentName } from '@docmind/contracts';
import type { QueryRoute } from './agent-question.js';

/** What the supervisor looks at. What an agent makes is absent until that agent is done. */
export interface Progress {
  readonly route: QueryRoute;
  readonly complexity: 'simple' | 'complex';
  readonly subQuestions?: readonly string[];
  /** Passages found; undefined before retrieval. */
  readonly passageCount?: number;
  readonly draft?: string;
  readonly validated: boolean;
  /** Coordination took longer than it may: whoever can be spared gets no turn. */
  readonly isLate?: boolean;
}

export interface Decision {
  readonly next: AgentName | 'end';
  readonly why: string;
}

/** Every handoff is decided here, by policy: the model is asked only by the agents, and only where their own rules fail. */
export function nextAgent(progress: Progress): Decision {
  if (progress.validated) return { next: 'end', why: 'the answer is checked' };
  if (progress.draft !== undefined) return { next: 'response_validator', why: 'a draft is there' };
  if (progress.route !== 'documents') return { next: 'result_synthesizer', why: 'no document is asked' };
  return nextForDocuments(progress);
}

function nextForDocuments({ passageCount, complexity, subQuestions, isLate }: Progress): Decision {
  if (passageCount === undefined) {
    if (complexity === 'simple') return { next: 'retrieval_expert', why: 'one fact is asked for' };
    if (subQuestions !== undefined) return { next: 'retrieval_expert', why: 'the plan is made' };
    if (isLate) return { next: 'retrieval_expert', why: 'coordination took longer than it may: without a plan' };
    return { next: 'query_planner', why: 'several facts are asked for' };
  }
  // Nothing to write from: the validator says so, without a model call that could only invent.
  if (passageCount === 0) return { next: 'response_validator', why: 'no passage was found' };
  return { next: 'result_synthesizer', why: 'passages are there' };
}

/** Without a supervisor: one after the other, whatever the question. Only what has nothing to work on is passed over. */
export function inFixedOrder(progress: Progress): AgentName | 'end' {
  if (progress.validated) return 'end';
  if (progress.draft !== undefined) return 'response_validator';
  if (progress.route !== 'documents' || progress.passageCount !== undefined) return 'result_synthesizer';
  return progress.subQuestions === undefined ? 'query_planner' : 'retrieval_expert';
}

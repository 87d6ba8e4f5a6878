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
}

/** Every handoff is decided here, by policy: the model is asked only by the planner, and only where its grammar rules fail. */
export function nextAgent(progress: Progress): AgentName | 'end' {
  if (progress.validated) return 'end';
  if (progress.draft !== undefined) return 'response_validator';
  if (progress.route !== 'documents') return 'result_synthesizer';
  return nextForDocuments(progress);
}

function nextForDocuments(progress: Progress): AgentName {
  if (progress.passageCount === undefined) {
    return progress.complexity === 'complex' && progress.subQuestions === undefined ? 'query_planner' : 'retrieval_expert';
  }
  // Nothing to write from: the validator says so, without a model call that could only invent.
  return progress.passageCount === 0 ? 'response_validator' : 'result_synthesizer';
}

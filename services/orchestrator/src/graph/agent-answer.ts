import type { Citation, Degradation, FinishReason, Validation } from '@docmind/contracts';
import type { QueryRoute } from './agent-question.js';

/** What the graph has made of a question. */
export interface AgentAnswer {
  readonly answer: string;
  readonly route: QueryRoute;
  readonly citations: Citation[];
  readonly nearest: Citation[];
  readonly verdict: Validation;
  readonly degraded: readonly Degradation[];
  readonly finishReason: FinishReason;
}

import type { DocumentFilter, ROUTES, TextMessage } from '@docmind/contracts';
import type { ModelCall } from './token-ledger.js';

export type QueryRoute = (typeof ROUTES)[number];

export interface RouteDecision {
  readonly route: QueryRoute;
  readonly complexity: 'simple' | 'complex';
  readonly why: string;
}

/** The query router's decision, the time it took, and what it cost where the model was asked. */
export interface Routed extends RouteDecision {
  readonly durationMs: number;
  /** The policy unless it is said otherwise. */
  readonly decidedBy?: 'policy' | 'model';
  readonly spent?: readonly ModelCall[];
}

export interface Sampling {
  readonly temperature: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: string | string[];
}

/** What the graph is asked. The route is decided before, because the cache's scope needs it too. */
export interface AgentQuestion {
  readonly question: string;
  /** Earlier turns, and the caller's system messages. */
  readonly conversation: TextMessage[];
  /** Only these documents are asked. */
  readonly filter?: DocumentFilter | undefined;
  readonly routed: Routed;
  readonly maxTokens: number;
  readonly sampling: Sampling;
}

import type { DocumentFilter, TextMessage } from '@docmind/contracts';

export type QueryRoute = 'documents' | 'chat' | 'small_talk';

export interface RouteDecision {
  readonly route: QueryRoute;
  readonly complexity: 'simple' | 'complex';
  readonly why: string;
}

/** The query router's decision, and the time it took. */
export interface Routed extends RouteDecision {
  readonly durationMs: number;
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

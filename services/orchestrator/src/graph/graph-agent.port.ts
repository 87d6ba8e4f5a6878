import type { AgentName } from '@docmind/contracts';
import type { AgentRun } from './agent-run.js';
import type { AgentStateUpdate, AgentStateValue } from './agent-state.js';

/** An agent that the supervisor hands a turn to: it reads the whole state and gives back what it has made. */
export abstract class GraphAgent {
  abstract readonly name: AgentName;
  abstract work(state: AgentStateValue, run: AgentRun): AgentStateUpdate | Promise<AgentStateUpdate>;
}

/** Injects all of them. */
export const GRAPH_AGENTS = Symbol('GRAPH_AGENTS');

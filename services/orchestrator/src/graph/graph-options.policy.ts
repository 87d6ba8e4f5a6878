import { type GraphOptions, OUTPUT_MODES } from '@docmind/contracts';

/** The settings as the specification names them. */
export interface GraphSettings {
  readonly ENABLE_LANGGRAPH_SUPERVISOR: boolean;
  readonly PARALLEL_TOOL_CALLS: boolean;
  readonly MAX_PARALLEL_CALLS: number;
  readonly ADD_HANDOFF_BACK_MESSAGES: boolean;
  readonly CREATE_FORWARD_MESSAGE_TOOL: boolean;
  readonly OUTPUT_MODE: (typeof OUTPUT_MODES)[number];
  readonly AGENT_COORDINATION_TIMEOUT: number;
}

export function graphOptionsOf(settings: GraphSettings): GraphOptions {
  return {
    supervisor: settings.ENABLE_LANGGRAPH_SUPERVISOR,
    parallelToolCalls: settings.PARALLEL_TOOL_CALLS,
    maxParallelCalls: settings.MAX_PARALLEL_CALLS,
    handoffBackMessages: settings.ADD_HANDOFF_BACK_MESSAGES,
    // Without a supervisor nobody could say it in other words.
    forwardMessageTool: settings.CREATE_FORWARD_MESSAGE_TOOL || !settings.ENABLE_LANGGRAPH_SUPERVISOR,
    outputMode: settings.OUTPUT_MODE,
    coordinationTimeoutMs: settings.AGENT_COORDINATION_TIMEOUT,
  };
}

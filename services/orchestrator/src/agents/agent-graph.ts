import { quietLibraries } from '@docmind/config';
import type { AgentName, GraphOptions } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { requestFacts } from '@docmind/messaging';
import { invokeAgentSpan } from '@docmind/telemetry';
import type { RunnableConfig } from '@langchain/core/runnables';
import { END, START, StateGraph } from '@langchain/langgraph';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import type { AgentAnswer } from '../graph/agent-answer.js';
import type { AgentQuestion } from '../graph/agent-question.js';
import { AgentRun } from '../graph/agent-run.js';
import { AgentState, type AgentStateUpdate, type AgentStateValue, newTurn } from '../graph/agent-state.js';
import { CheckpointStore } from '../graph/checkpoint-store.port.js';
import { type AnyAgent, GRAPH_AGENTS } from '../graph/graph-agent.port.js';
import { graphOptionsOf } from '../graph/graph-options.policy.js';
import { inFixedOrder } from '../graph/supervisor.policy.js';
import { turnMessages } from './output-mode.policy.js';
import { standInFor } from './stand-in.policy.js';
import { progressOf, SupervisorAgent } from './supervisor.agent.js';

type AgentNode = (state: AgentStateValue, config: RunnableConfig) => Promise<AgentStateUpdate>;

/** Five agents, each after a turn of the supervisor, which also begins and ends: 11 steps. */
const RECURSION_LIMIT = 16;

/** The supervisor and the five agents as nodes of one StateGraph. Without the supervisor the agents follow each other in their fixed order. */
@Injectable()
export class AgentGraph {
  private readonly agentTimeoutMs: number;
  private readonly options: GraphOptions;
  private readonly stateless;
  private readonly checkpointed;

  constructor(
    @Inject(GRAPH_AGENTS) private readonly agents: readonly AnyAgent[],
    private readonly supervisor: SupervisorAgent,
    private readonly checkpoints: CheckpointStore,
    @Inject(ORCHESTRATOR_CONFIG) config: OrchestratorConfig,
    private readonly logger: Logger,
  ) {
    this.agentTimeoutMs = config.AGENT_TIMEOUT_MS;
    quietLibraries();
    this.options = graphOptionsOf(config);
    const graph = this.options.supervisor ? this.supervised() : this.inOrder();
    this.stateless = graph.compile();
    this.checkpointed = graph.compile({ checkpointer: checkpoints.saver });
  }

  /** With a thread the state is kept after each step, and a run that was left there goes on from where it stopped; without one nothing is written. */
  async answer(asked: AgentQuestion, run: AgentRun, threadId?: string): Promise<AgentAnswer> {
    const options = { recursionLimit: RECURSION_LIMIT, signal: run.context.signal, configurable: { run, thread_id: threadId } };
    run.transcript.say({ role: 'user', content: asked.question });
    if (threadId === undefined) return answerOf(await this.stateless.invoke(newTurn(asked), options), run);
    await this.checkpoints.ready();
    const left = await this.checkpoints.saver.getTuple({ configurable: { thread_id: threadId } });
    // Each step is written while the next one works: a crash costs at most the step that was under way.
    return answerOf(await this.checkpointed.invoke(left ? null : newTurn(asked), { ...options, durability: 'async' }), run);
  }

  private supervised() {
    const names = this.agents.map(({ name }) => name);
    const decide: AgentNode = (state, config) => this.supervisor.turn(state, runOf(config));
    const graph = this.withAgents().addNode('supervisor', decide).addEdge(START, 'supervisor');
    for (const name of names) graph.addEdge(name, 'supervisor');
    return graph.addConditionalEdges('supervisor', ({ next }) => endOr(next ?? 'end'), [...names, END]);
  }

  private inOrder() {
    const names = this.agents.map(({ name }) => name);
    const graph = this.withAgents().addEdge(START, 'query_router');
    for (const name of names) graph.addConditionalEdges(name, (state) => endOr(inFixedOrder(progressOf(state))), [...names, END]);
    return graph;
  }

  private withAgents() {
    return new StateGraph(AgentState).addNode(this.agents.map((agent): [AgentName, AgentNode] => [agent.name, this.nodeOf(agent)]));
  }

  private nodeOf(agent: AnyAgent): AgentNode {
    return async (state, config) => {
      const run = runOf(config);
      const update: AgentStateUpdate = await this.measured(agent, run, () => this.turn(agent, state, run));
      run.transcript.say(...turnMessages(agent, update, run.transcript.takeExchanged(), this.options));
      if (this.options.handoffBackMessages && this.options.supervisor)
        run.transcript.call(agent.name, 'transfer_back_to_supervisor', {}, 'Handed back to supervisor');
      return update;
    };
  }

  /** An agent that fails or takes too long leaves what the others can go on with, and the reply names it. */
  private async turn(agent: AnyAgent, state: AgentStateValue, run: AgentRun): Promise<AgentStateUpdate> {
    const { signal, deadline } = run.context;
    try {
      return await run.inTime(agentTimeMs(this.agentTimeoutMs, deadline - Date.now()), () => agent.turn(state, run));
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const reason = toAppError(thrown).message;
      run.gate?.close(reason);
      const left = standInFor(agent.name, state, reason, run.shown);
      if (left === undefined) throw thrown;
      run.degraded.push({ agent: agent.name, reason });
      this.logger.warn({ msg: 'an agent failed, the others go on', ...requestFacts(run.context), agent: agent.name, reason });
      return left;
    }
  }

  /** The router's turn was before the graph's first step, and its time is in the run already. */
  private measured<T>(agent: AnyAgent, run: AgentRun, work: () => Promise<T>): Promise<T> {
    if (agent.name !== 'query_router') return run.traced(invokeAgentSpan(agent.name), () => run.measure(agent.name, work));
    run.transcript.begin();
    return work();
  }
}

/** So much of the time that is left that the others can still answer. */
const SHARE_OF_TIME = 0.8;

function agentTimeMs(limitMs: number, leftMs: number): number {
  return Math.max(1, Math.min(limitMs, leftMs * SHARE_OF_TIME));
}

function endOr(next: AgentName | 'end'): AgentName | typeof END {
  return next === 'end' ? END : next;
}

function runOf(config: RunnableConfig): AgentRun {
  const run: unknown = config.configurable?.run;
  if (!(run instanceof AgentRun)) throw new AppError('INTERNAL', 'The agent graph was started without a run');
  return run;
}

function answerOf(state: AgentStateValue, { degraded }: AgentRun): AgentAnswer {
  if (!state.verdict || state.answer === null) throw new AppError('INTERNAL', 'The agents ended without an answer');
  const { answer, route: taken, citations, nearest, verdict } = state;
  return { answer, route: taken, citations, nearest, verdict, degraded, finishReason: state.finishReason ?? 'stop' };
}

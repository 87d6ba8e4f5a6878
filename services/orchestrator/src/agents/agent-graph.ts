import { quietLibraries } from '@docmind/config';
import type { AgentName, Citation, DocumentFilter, FinishReason, Validation } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { END, START, Send, StateGraph } from '@langchain/langgraph';
import type { RunnableConfig } from '@langchain/core/runnables';
import { Inject, Injectable } from '@nestjs/common';
import type { AgentQuestion, QueryRoute } from '../graph/agent-question.js';
import { AgentRun } from '../graph/agent-run.js';
import { AgentState, type AgentStateUpdate, type AgentStateValue, newTurn } from '../graph/agent-state.js';
import { CheckpointStore } from '../graph/checkpoint-store.port.js';
import { GRAPH_AGENTS, type GraphAgent } from '../graph/graph-agent.port.js';
import { nextAgent, type Progress } from '../graph/supervisor.policy.js';
import { mergeFindings } from '../grounding/passages.policy.js';
import { searchedQuestions } from './planner.policy.js';
import { RetrievalAgent } from './retrieval.agent.js';

export interface AgentAnswer {
  readonly answer: string;
  readonly route: QueryRoute;
  readonly citations: Citation[];
  readonly nearest: Citation[];
  readonly verdict: Validation;
  readonly finishReason: FinishReason;
}

interface SearchTask {
  readonly order: number;
  readonly query: string;
  readonly filter: DocumentFilter | null;
}

type AgentNode = (state: AgentStateValue, config: RunnableConfig) => Promise<AgentStateUpdate>;

/** Planner, retrieval (up to three in parallel), supervisor, synthesizer and validator: the longest way is 5 steps. */
const RECURSION_LIMIT = 12;
const MAX_PASSAGES = 8;

/** The agents after the router as nodes of one StateGraph, which starts from the router's decision; a policy decides every handoff. */
@Injectable()
export class AgentGraph {
  private readonly stateless;
  private readonly checkpointed;

  constructor(
    @Inject(GRAPH_AGENTS) private readonly agents: readonly GraphAgent[],
    private readonly retrieval: RetrievalAgent,
    private readonly checkpoints: CheckpointStore,
  ) {
    quietLibraries();
    const graph = this.build();
    this.stateless = graph.compile();
    this.checkpointed = graph.compile({ checkpointer: checkpoints.saver });
  }

  /** With a thread the state is kept after each step, and a run that was left there goes on from where it stopped; without one nothing is written. */
  async answer(asked: AgentQuestion, run: AgentRun, threadId?: string): Promise<AgentAnswer> {
    const options = { recursionLimit: RECURSION_LIMIT, signal: run.context.signal, configurable: { run, thread_id: threadId } };
    if (threadId === undefined) return answerOf(await this.stateless.invoke(newTurn(asked), options));
    await this.checkpoints.ready();
    const left = await this.checkpoints.saver.getTuple({ configurable: { thread_id: threadId } });
    // Each step is written while the next one works: a crash costs at most the step that was under way.
    return answerOf(await this.checkpointed.invoke(left ? null : newTurn(asked), { ...options, durability: 'async' }));
  }

  private build() {
    const nodes = this.agents.map((agent): [AgentName, AgentNode] => [agent.name, nodeOf(agent)]);
    const names = this.agents.map(({ name }) => name);
    const ends: (AgentName | typeof END)[] = [...names, 'retrieval_expert', END];
    const graph = new StateGraph(AgentState)
      .addNode(nodes)
      .addNode('retrieval_expert', (task: unknown, config: RunnableConfig) => this.search(task as SearchTask, runOf(config)))
      // Parallel searches meet here, so that the next handoff is decided once and over all findings.
      .addNode('supervisor', (state: AgentStateValue) => ({ passages: mergeFindings(state.findings, MAX_PASSAGES) }))
      .addEdge('retrieval_expert', 'supervisor');
    for (const from of [START, 'supervisor', ...names] as const) graph.addConditionalEdges(from, handoff, ends);
    return graph;
  }

  private async search(task: SearchTask, run: AgentRun): Promise<AgentStateUpdate> {
    return run.measure('retrieval_expert', async () => ({
      findings: [{ order: task.order, passages: await this.retrieval.search(task, run.context) }],
    }));
  }
}

function nodeOf(agent: GraphAgent): AgentNode {
  return (state, config) => {
    const run = runOf(config);
    return run.measure(agent.name, () => agent.work(state, run));
  };
}

function handoff(state: AgentStateValue): AgentName | typeof END | Send[] {
  const next = nextAgent(progressOf(state));
  if (next === 'end') return END;
  return next === 'retrieval_expert' ? searches(state) : next;
}

function progressOf(state: AgentStateValue): Progress {
  return {
    route: state.route,
    complexity: state.complexity,
    subQuestions: state.subQuestions ?? undefined,
    passageCount: state.passages?.length,
    draft: state.draft ?? undefined,
    validated: state.verdict !== null && state.verdict !== undefined,
  };
}

function searches(state: AgentStateValue): Send[] {
  return searchedQuestions(state).map(
    (query, order) => new Send('retrieval_expert', { order, query, filter: state.filter } satisfies SearchTask),
  );
}

function runOf(config: RunnableConfig): AgentRun {
  const run: unknown = config.configurable?.run;
  if (!(run instanceof AgentRun)) throw new AppError('INTERNAL', 'The agent graph was started without a run');
  return run;
}

function answerOf(state: AgentStateValue): AgentAnswer {
  if (!state.verdict || state.answer === null) throw new AppError('INTERNAL', 'The agents ended without an answer');
  const { answer, route: taken, citations, nearest, verdict } = state;
  return { answer, route: taken, citations, nearest, verdict, finishReason: state.finishReason ?? 'stop' };
}

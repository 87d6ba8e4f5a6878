import type { AgentName, GraphOptions, Validation } from '@docmind/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import type { AgentRun } from '../graph/agent-run.js';
import type { AgentStateUpdate, AgentStateValue } from '../graph/agent-state.js';
import { graphOptionsOf } from '../graph/graph-options.policy.js';
import { type Decision, nextAgent, type Progress } from '../graph/supervisor.policy.js';
import { DraftGate } from '../grounding/draft-gate.policy.js';
import { ModelGateway } from './model.gateway.js';
import { restatePrompt } from './prompt.policy.js';
import { ValidatorAgent } from './validator.agent.js';

/** Decides every handoff, and gives the last answer: as the validator left it, or in words of its own that are checked again. */
@Injectable()
export class SupervisorAgent {
  private readonly options: GraphOptions;

  constructor(
    private readonly model: ModelGateway,
    private readonly validator: ValidatorAgent,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {
    this.options = graphOptionsOf(config);
  }

  async turn(state: AgentStateValue, run: AgentRun): Promise<AgentStateUpdate> {
    const isLate = run.transcript.coordinationMs > this.options.coordinationTimeoutMs;
    const { next, why } = decisionOn(state, isLate);
    if (next === 'end') return { next, ...(await this.finish(state, isLate, run)) };
    handOver(next, why, run);
    return { next };
  }

  private async finish(state: AgentStateValue, isLate: boolean, run: AgentRun): Promise<AgentStateUpdate> {
    const from = 'response_validator';
    const restated = this.options.forwardMessageTool || isLate ? undefined : await this.restate(state, run);
    if (restated === undefined) {
      if (this.options.forwardMessageTool)
        run.transcript.call('supervisor', 'forward_message', { from }, `The message of ${from} is the answer`);
      run.transcript.say({ role: 'assistant', name: from, content: state.answer ?? '' });
      return {};
    }
    run.transcript.say({ role: 'assistant', name: 'supervisor', content: restated.answer ?? '' });
    return restated;
  }

  /** Undefined where there is nothing to restate, or where the new words don't hold: then the checked ones stay. */
  private async restate(state: AgentStateValue, run: AgentRun): Promise<Awaited<ReturnType<ValidatorAgent['turn']>> | undefined> {
    if (state.verdict?.grounded !== true) return undefined;
    const messages = restatePrompt(state.question, state.answer ?? '', run.transcript.messages, this.config.PROMPT_PASSAGE_TOKENS);
    const { maxTokens, sampling } = state;
    const { text } = await this.model.generate({ agent: 'supervisor', purpose: 'restate', messages, maxTokens, sampling }, run);
    run.gate &&= new DraftGate(run.gate.weighed, state.passages ?? []);
    handOver(this.validator.name, 'its own words are to be checked', run);
    const checked = await run.measure(this.validator.name, () => this.validator.turn({ ...state, draft: text.trim() }, run));
    return holdsWhole(checked.verdict) ? checked : undefined;
  }
}

/** Every word is the draft's own and holds; nothing was left out of it or added to it. */
function holdsWhole({ mode, grounded, problems }: Validation): boolean {
  return mode === 'generated' && grounded && problems.length === 0;
}

function handOver(next: AgentName, why: string, { transcript }: AgentRun): void {
  transcript.call('supervisor', `transfer_to_${next}`, { why }, `Handed over to ${next}`);
  transcript.handOver(next, why);
}

function decisionOn(state: AgentStateValue, isLate: boolean): Decision {
  // Decided before the cache was asked; the router tells it to the others.
  if (state.next === null) return { next: 'query_router', why: 'a question came' };
  return nextAgent({ ...progressOf(state), isLate });
}

export function progressOf(state: AgentStateValue): Progress {
  return {
    route: state.route,
    complexity: state.complexity,
    subQuestions: state.subQuestions ?? undefined,
    passageCount: state.passages?.length,
    draft: state.draft ?? undefined,
    validated: state.verdict !== null && state.verdict !== undefined,
  };
}

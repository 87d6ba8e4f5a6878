import { Injectable } from '@nestjs/common';
import type { AgentRun } from '../graph/agent-run.js';
import type { AgentStateUpdate, AgentStateValue } from '../graph/agent-state.js';
import { GraphAgent } from '../graph/graph-agent.port.js';
import { ModelGateway } from './model.gateway.js';
import { readPlan, splitQuestion } from './planner.policy.js';
import { planPrompt } from './prompt.policy.js';

const PLAN_MAX_TOKENS = 80;

/** Splits a complex question by grammar; asks the model only where grammar can't. */
@Injectable()
export class PlannerAgent extends GraphAgent {
  readonly name = 'query_planner';

  constructor(private readonly model: ModelGateway) {
    super();
  }

  async work({ question }: AgentStateValue, run: AgentRun): Promise<AgentStateUpdate> {
    return { subQuestions: await this.plan(question, run) };
  }

  private async plan(question: string, run: AgentRun): Promise<string[]> {
    const split = splitQuestion(question);
    if (split !== undefined) return split;
    const request = { messages: planPrompt(question), maxTokens: PLAN_MAX_TOKENS, sampling: { temperature: 0 } };
    const { text } = await this.model.generate(request, run);
    return readPlan(text, question);
  }
}

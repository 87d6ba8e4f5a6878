import { planSpan } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AgentRun } from '../graph/agent-run.js';
import { GraphAgent } from '../graph/graph-agent.port.js';
import { ModelGateway } from './model.gateway.js';
import { MAX_SUB_QUESTIONS, PLAN_SCHEMA, readPlan, splitQuestion } from './planner.policy.js';
import { planPrompt } from './prompt.policy.js';

const PLAN_MAX_TOKENS = 120;

const input = z.object({ question: z.string(), complexity: z.enum(['simple', 'complex']) });
const output = z.object({ subQuestions: z.array(z.string().min(1)).min(1).max(MAX_SUB_QUESTIONS) });
type Output = z.infer<typeof output>;

/** Splits a complex question by grammar; asks the model only where grammar can't. */
@Injectable()
export class PlannerAgent extends GraphAgent<z.infer<typeof input>, Output> {
  readonly name = 'query_planner';
  readonly input = input;
  readonly output = output;

  constructor(private readonly model: ModelGateway) {
    super();
  }

  protected async work({ question, complexity }: z.infer<typeof input>, run: AgentRun): Promise<Output> {
    if (complexity === 'simple') return { subQuestions: [question] };
    return { subQuestions: await run.traced(planSpan(this.name), () => this.plan(question, run)) };
  }

  tell({ subQuestions }: Output): string {
    return subQuestions.join(' ');
  }

  private async plan(question: string, run: AgentRun): Promise<string[]> {
    const split = splitQuestion(question);
    if (split !== undefined) return split;
    const asked = { agent: this.name, purpose: 'plan', messages: planPrompt(question), maxTokens: PLAN_MAX_TOKENS } as const;
    const { text } = await this.model.generate({ ...asked, sampling: { temperature: 0 }, schema: PLAN_SCHEMA }, run);
    return readPlan(text, question);
  }
}

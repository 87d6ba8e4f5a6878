import { citationSchema, finishReasonSchema, passageSchema, ROUTES, validationSchema } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AgentRun } from '../graph/agent-run.js';
import { textMessage } from '../graph/agent-state.js';
import { GraphAgent } from '../graph/graph-agent.port.js';
import { type Decision, decide, lacking, refusal, UNCHECKED } from '../grounding/decide.policy.js';
import { withDisagreement } from '../grounding/disagreement.policy.js';
import { DraftGate } from '../grounding/draft-gate.policy.js';
import { EvidenceService } from '../grounding/evidence/evidence.service.js';
import { searchedQuestions } from './planner.policy.js';

const input = z.object({
  question: z.string(),
  route: z.enum(ROUTES),
  conversation: z.array(textMessage),
  subQuestions: z.array(z.string()).nullable(),
  passages: z.array(passageSchema).nullable(),
  failures: z.array(z.string()),
  draft: z.string().nullable(),
  finishReason: finishReasonSchema.nullable(),
});
type Input = z.infer<typeof input>;
const output = z.object({
  answer: z.string(),
  citations: z.array(citationSchema),
  nearest: z.array(citationSchema),
  verdict: validationSchema,
  finishReason: finishReasonSchema,
});
type Output = z.infer<typeof output>;

/** Lets a draft through that its sources bear out and that answers, and else gives the sources' own words or says that they don't say. */
@Injectable()
export class ValidatorAgent extends GraphAgent<Input, Output> {
  readonly name = 'response_validator';
  readonly input = input;
  readonly output = output;

  constructor(private readonly evidence: EvidenceService) {
    super();
  }

  protected async work(state: Input, run: AgentRun): Promise<Output> {
    const finishReason = state.finishReason ?? 'stop';
    if (state.route !== 'documents') return { answer: state.draft ?? '', citations: [], nearest: [], verdict: UNCHECKED, finishReason };
    return { ...lacking(await this.decide(state, run), state.failures, state.question), finishReason };
  }

  tell({ answer }: Output): string {
    return answer;
  }

  private async decide(state: Input, run: AgentRun): Promise<Decision> {
    const passages = state.passages ?? [];
    if (passages.length === 0) return refusal([], 0, ['no passage of the documents is about the question'], state.question);
    const gate = run.gate ?? new DraftGate(await this.evidence.weigh(searchedQuestions(state), passages, run), passages);
    gate.finish(state.draft ?? '');
    return withDisagreement(decide(gate), gate.weighed);
  }
}

import { Injectable } from '@nestjs/common';
import type { AgentRun } from '../graph/agent-run.js';
import type { AgentStateUpdate, AgentStateValue } from '../graph/agent-state.js';
import { GraphAgent } from '../graph/graph-agent.port.js';
import { decide, refusal, UNCHECKED } from '../grounding/decide.policy.js';
import { DraftGate } from '../grounding/draft-gate.policy.js';
import { EvidenceService } from '../grounding/evidence/evidence.service.js';
import { searchedQuestions } from './planner.policy.js';

/** Lets a draft through that its sources bear out and that answers, and else gives the sources' own words or says that they don't say. */
@Injectable()
export class ValidatorAgent extends GraphAgent {
  readonly name = 'response_validator';

  constructor(private readonly evidence: EvidenceService) {
    super();
  }

  async work(state: AgentStateValue, run: AgentRun): Promise<AgentStateUpdate> {
    if (state.route !== 'documents') return { answer: state.draft ?? '', citations: [], nearest: [], verdict: UNCHECKED };
    const passages = state.passages ?? [];
    if (passages.length === 0) return { ...refusal([], 0, ['no passage of the documents is about the question']), finishReason: 'stop' };
    const gate = run.gate ?? new DraftGate(await this.evidence.weigh(searchedQuestions(state), passages, run.context), passages);
    gate.finish(state.draft ?? '');
    return decide(gate);
  }
}

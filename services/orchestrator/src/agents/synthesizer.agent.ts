import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import type { AgentRun } from '../graph/agent-run.js';
import type { AgentStateUpdate, AgentStateValue } from '../graph/agent-state.js';
import { GraphAgent } from '../graph/graph-agent.port.js';
import { type Generation, ModelGateway } from './model.gateway.js';
import { searchedQuestions } from './planner.policy.js';
import { answerPrompt, chatPrompt, fitPassages, passageBlock, systemText, wholeSentences, withoutPassageNumbers } from './prompt.policy.js';
import { DraftGate } from '../grounding/draft-gate.policy.js';
import { EvidenceService } from '../grounding/evidence/evidence.service.js';

/** Writes the draft. Chat goes out token by token, a draft about documents sentence by sentence, each once it is checked. */
@Injectable()
export class SynthesizerAgent extends GraphAgent {
  readonly name = 'result_synthesizer';

  constructor(
    private readonly model: ModelGateway,
    private readonly evidence: EvidenceService,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {
    super();
  }

  async work(state: AgentStateValue, run: AgentRun): Promise<AgentStateUpdate> {
    if (state.route === 'documents') return this.writeFromPassages(state, run);
    const messages = chatPrompt(state.question, state.conversation, this.config.PROMPT_PASSAGE_TOKENS);
    const { text, finishReason } = await this.model.generate({ messages, ...limitsOf(state) }, run, { onDelta: run.emit });
    return { draft: text.trim(), finishReason };
  }

  private async writeFromPassages(state: AgentStateValue, run: AgentRun): Promise<AgentStateUpdate> {
    const found = state.passages ?? [];
    const blocks = found.map((passage, index) => passageBlock(passage, index + 1));
    const [weighed, counts] = await Promise.all([
      this.evidence.weigh(searchedQuestions(state), found, run.context),
      this.model.countTokens(blocks, run.context),
    ]);
    const gate = (run.gate = new DraftGate(weighed, found));
    // Whatever the model wrote, the answer would be that the documents don't say.
    if (gate.isHopeless) return { draft: '', finishReason: 'stop' };
    const passages = fitPassages(found, counts, this.config.PROMPT_PASSAGE_TOKENS);
    const messages = answerPrompt(state.question, passages, systemText(state.conversation));
    const isEnough = (text: string): boolean => {
      run.show(gate.read(cleanDraft({ text, finishReason: 'stop' })));
      return gate.isClosed;
    };
    const draft = cleanDraft(await this.model.generate({ messages, ...limitsOf(state) }, run, { isEnough }));
    run.show(gate.finish(draft));
    return { draft, finishReason: 'stop' };
  }
}

function limitsOf(state: AgentStateValue): Pick<AgentStateValue, 'maxTokens' | 'sampling'> {
  return { maxTokens: state.maxTokens, sampling: state.sampling };
}

/** Passage numbers the model copies would be checked as values; half a sentence can't be checked at all. */
function cleanDraft({ text, finishReason }: Generation): string {
  const plain = withoutPassageNumbers(text.replace(/^\s*answer:\s*/i, '')).trim();
  return finishReason === 'length' ? wholeSentences(plain) : plain;
}

import { finishReasonSchema, passageSchema, ROUTES } from '@docmind/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import type { Sampling } from '../graph/agent-question.js';
import type { AgentRun } from '../graph/agent-run.js';
import { textMessage } from '../graph/agent-state.js';
import { GraphAgent } from '../graph/graph-agent.port.js';
import { type Generation, ModelGateway } from './model.gateway.js';
import { searchedQuestions } from './planner.policy.js';
import { answerPrompt, chatPrompt, fitPassages, passageBlock, wholeSentences, withoutPassageNumbers } from './prompt.policy.js';
import { DraftGate } from '../grounding/draft-gate.policy.js';
import { EvidenceService } from '../grounding/evidence/evidence.service.js';

const input = z.object({
  question: z.string(),
  route: z.enum(ROUTES),
  conversation: z.array(textMessage),
  subQuestions: z.array(z.string()).nullable(),
  passages: z.array(passageSchema).nullable(),
  maxTokens: z.number(),
  sampling: z.custom<Sampling>((given) => typeof given === 'object' && given !== null),
});
type Input = z.infer<typeof input>;
const output = z.object({ draft: z.string(), finishReason: finishReasonSchema });
type Output = z.infer<typeof output>;

/** Writes the draft. Chat goes out token by token, a draft about documents sentence by sentence, each once it is checked. */
@Injectable()
export class SynthesizerAgent extends GraphAgent<Input, Output> {
  readonly name = 'result_synthesizer';
  readonly input = input;
  readonly output = output;

  constructor(
    private readonly model: ModelGateway,
    private readonly evidence: EvidenceService,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {
    super();
  }

  protected async work(state: Input, run: AgentRun): Promise<Output> {
    if (state.route === 'documents') return this.writeFromPassages(state, run);
    const messages = chatPrompt(state.question, state.conversation, this.config.PROMPT_PASSAGE_TOKENS);
    const asked = { agent: this.name, purpose: 'chat', messages, ...limitsOf(state) } as const;
    const { text, finishReason } = await this.model.generate(asked, run, { onDelta: run.emit });
    return { draft: text.trim(), finishReason };
  }

  tell({ draft }: Output): string {
    return draft;
  }

  private async writeFromPassages(state: Input, run: AgentRun): Promise<Output> {
    const found = state.passages ?? [];
    // There is nothing to write from, and a model would only invent.
    if (found.length === 0) return { draft: '', finishReason: 'stop' };
    const blocks = found.map((passage, index) => passageBlock(passage, index + 1));
    const [weighed, counts] = await Promise.all([
      this.evidence.weigh(searchedQuestions(state), found, run),
      this.model.countTokens(blocks, run.context),
    ]);
    const gate = (run.gate = new DraftGate(weighed, found));
    // Whatever the model wrote, the answer would be that the documents don't say.
    if (gate.isHopeless) return { draft: '', finishReason: 'stop' };
    const passages = fitPassages(found, counts, this.config.PROMPT_PASSAGE_TOKENS);
    const messages = answerPrompt(state.question, passages, state.conversation, this.config.PROMPT_PASSAGE_TOKENS);
    const isEnough = (text: string): boolean => {
      run.show(gate.read(cleanDraft({ text, finishReason: 'stop' })));
      return gate.isClosed;
    };
    const asked = { agent: this.name, purpose: 'draft', messages, ...limitsOf(state) } as const;
    const generation = await this.model.generate(asked, run, { isEnough });
    const draft = cleanDraft(generation, state.sampling.stop !== undefined);
    run.show(gate.finish(draft));
    return { draft, finishReason: 'stop' };
  }
}

function limitsOf(state: Input): Pick<Input, 'maxTokens' | 'sampling'> {
  return { maxTokens: state.maxTokens, sampling: state.sampling };
}

/** Passage numbers the model copies would be checked as values; half a sentence can't be checked at all. */
function cleanDraft({ text, finishReason }: Generation, mayStopAnywhere = false): string {
  const plain = withoutPassageNumbers(text.replace(/^\s*answer:\s*/i, '')).trim();
  return finishReason === 'length' || mayStopAnywhere ? wholeSentences(plain) : plain;
}

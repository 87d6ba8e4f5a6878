import { type TextMessage, type ChatRequest, type FinishReason, inferenceChatStream, inferenceTokensCount } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import type { Sampling } from '../graph/agent-question.js';
import type { AgentRun } from '../graph/agent-run.js';
import { estimateTokens } from './prompt.policy.js';

export interface GenerationRequest {
  readonly messages: TextMessage[];
  readonly maxTokens: number;
  readonly sampling: Sampling;
}
export interface Listener {
  readonly onDelta?: (delta: string) => void;
  /** Asked with all that was written so far; true stops the model there, as nobody needs the rest. */
  readonly isEnough?: (text: string) => boolean;
}
export interface Generation {
  readonly text: string;
  readonly finishReason: FinishReason;
}

/** The agents' only way to a model: inference, over the message client. */
@Injectable()
export class ModelGateway {
  constructor(
    private readonly client: MessageClient,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  /** @throws AppError UNAVAILABLE when the stream ends without its last frame */
  async generate(asked: GenerationRequest, run: AgentRun, { onDelta, isEnough }: Listener = {}): Promise<Generation> {
    let text = '';
    for await (const frame of this.client.stream(inferenceChatStream, this.requestOf(asked), run.context)) {
      if (frame.type === 'done') {
        run.spend(frame.usage);
        run.model = frame.model;
        return { text, finishReason: frame.finishReason };
      }
      text += frame.content;
      onDelta?.(frame.content);
      if (isEnough?.(text) !== true) continue;
      await this.spendStopped(asked, text, run);
      return { text, finishReason: 'stop' };
    }
    throw new AppError('UNAVAILABLE', 'The engine stopped in the middle of its answer');
  }

  private requestOf({ messages, maxTokens, sampling }: GenerationRequest): ChatRequest {
    const { temperature, topP, seed, stop } = sampling;
    return {
      model: this.config.INFERENCE_MODEL,
      messages,
      max_tokens: maxTokens,
      temperature,
      ...(topP === undefined ? {} : { top_p: topP }),
      ...(seed === undefined ? {} : { seed }),
      ...(stop === undefined ? {} : { stop }),
    };
  }

  /** A stopped stream has no last frame, so its tokens are counted here, without the few of the model's template. */
  private async spendStopped({ messages }: GenerationRequest, text: string, run: AgentRun): Promise<void> {
    const counts = await this.countTokens([text, ...messages.map((message) => message.content)], run.context);
    const [completion_tokens = 0, ...prompt] = counts;
    const prompt_tokens = prompt.reduce((sum, count) => sum + count, 0);
    run.spend({ prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens });
    run.model = this.config.INFERENCE_MODEL;
  }

  /** By the engine's own tokenizer; where it can't be asked, an estimate that errs towards too many. */
  async countTokens(texts: string[], context: RequestContext): Promise<number[]> {
    if (texts.length === 0) return [];
    try {
      const { counts } = await this.client.call(inferenceTokensCount, { model: this.config.INFERENCE_MODEL, texts }, context);
      return counts;
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      return texts.map(estimateTokens);
    }
  }
}

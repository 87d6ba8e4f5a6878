import { type ChatMessage, type FinishReason, inferenceChatStream, inferenceTokensCount } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config.js';
import type { AgentRun, Sampling } from './agent-run.js';
import { estimateTokens } from './prompt.policy.js';

export interface GenerationRequest {
  readonly messages: ChatMessage[];
  readonly maxTokens: number;
  readonly sampling: Sampling;
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
  async generate(asked: GenerationRequest, run: AgentRun, onDelta?: (delta: string) => void): Promise<Generation> {
    const { temperature, topP, seed, stop } = asked.sampling;
    const request = {
      model: this.config.INFERENCE_MODEL,
      messages: asked.messages,
      max_tokens: asked.maxTokens,
      temperature,
      ...(topP === undefined ? {} : { top_p: topP }),
      ...(seed === undefined ? {} : { seed }),
      ...(stop === undefined ? {} : { stop }),
    };
    let text = '';
    for await (const frame of this.client.stream(inferenceChatStream, request, run.context)) {
      if (frame.type === 'delta') {
        text += frame.content;
        onDelta?.(frame.content);
        continue;
      }
      run.spend(frame.usage);
      run.model = frame.model;
      return { text, finishReason: frame.finishReason };
    }
    throw new AppError('UNAVAILABLE', 'The engine stopped in the middle of its answer');
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

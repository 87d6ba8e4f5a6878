import {
  type Actor,
  type AskedEngine,
  type TextMessage,
  type ChatRequest,
  type FinishReason,
  inferenceChatStream,
  inferenceTokensCount,
  type Usage,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { MetricsRegistry } from '@docmind/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import type { Sampling } from '../graph/agent-question.js';
import type { ModelCaller } from '../graph/agent-run.js';
import { estimateTokens } from './prompt.policy.js';

export interface GenerationRequest {
  readonly agent: Actor;
  /** What for, in the ledger: "plan", "draft" ... */
  readonly purpose: string;
  readonly messages: TextMessage[];
  readonly maxTokens: number;
  readonly sampling: Sampling;
  /** The JSON that the answer must be. An engine that can't be held to it answers in its own way: read it with care. */
  readonly schema?: { readonly name: string; readonly schema: Record<string, unknown> };
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

type Spent = AskedEngine & { readonly usage: Usage };

/** The agents' only way to a model: inference, over the message client. */
@Injectable()
export class ModelGateway {
  private readonly tokens;

  constructor(
    private readonly client: MessageClient,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
    metrics: MetricsRegistry,
  ) {
    this.tokens = metrics.counter('docmind_agent_tokens_total', 'Tokens of model calls by agent and purpose', [
      'agent',
      'purpose',
      'direction',
    ]);
  }

  /** @throws AppError UNAVAILABLE when the stream ends without its last frame */
  async generate(asked: GenerationRequest, caller: ModelCaller, { onDelta, isEnough }: Listener = {}): Promise<Generation> {
    let text = '';
    let by: AskedEngine = { backend: 'unknown', model: this.config.INFERENCE_MODEL };
    for await (const frame of this.client.stream(inferenceChatStream, this.requestOf(asked), caller.context)) {
      if (frame.type === 'done') {
        this.spend(asked, text, frame, caller);
        return { text, finishReason: frame.finishReason };
      }
      by = frame.by ?? by;
      text += frame.content;
      onDelta?.(frame.content);
      if (isEnough?.(text) !== true) continue;
      this.spend(asked, text, { ...by, usage: await this.usageOfStopped(asked, text, caller.context) }, caller);
      return { text, finishReason: 'stop' };
    }
    throw new AppError('UNAVAILABLE', 'The engine stopped in the middle of its answer');
  }

  private requestOf({ messages, maxTokens, sampling, schema }: GenerationRequest): ChatRequest {
    const { temperature, topP, seed, stop } = sampling;
    return {
      model: this.config.INFERENCE_MODEL,
      messages,
      max_tokens: maxTokens,
      temperature,
      ...(topP === undefined ? {} : { top_p: topP }),
      ...(seed === undefined ? {} : { seed }),
      ...(stop === undefined ? {} : { stop }),
      ...(schema === undefined ? {} : { response_format: { type: 'json_schema' as const, json_schema: { ...schema, strict: true } } }),
    };
  }

  private spend({ agent, purpose, messages }: GenerationRequest, text: string, spent: Spent, caller: ModelCaller): void {
    const { backend, model, usage } = spent;
    this.tokens.inc({ agent, purpose, direction: 'input' }, usage.prompt_tokens);
    this.tokens.inc({ agent, purpose, direction: 'output' }, usage.completion_tokens);
    caller.context.spend?.(usage.total_tokens);
    caller.spend({ agent, purpose, backend, model, usage });
    caller.exchange(...messages.map(({ role, content }) => ({ role: role === 'developer' ? ('system' as const) : role, content })), {
      role: 'assistant',
      name: agent,
      content: text,
    });
  }

  /** A stopped stream has no last frame, so its tokens are counted here, without the few of the model's template. */
  private async usageOfStopped({ messages }: GenerationRequest, text: string, context: RequestContext): Promise<Usage> {
    const counts = await this.countTokens([text, ...messages.map((message) => message.content)], context);
    const [completion_tokens = 0, ...prompt] = counts;
    const prompt_tokens = prompt.reduce((sum, count) => sum + count, 0);
    return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
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

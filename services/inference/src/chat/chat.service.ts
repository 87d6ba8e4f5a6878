import type { ChatFrame, ChatReply, ChatRequest } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { LlmEngine, type RawCompletion, type RawEvents } from '../llm-engine.port.js';
import { ModelNames } from '../models/model-names.js';
import { GenerationRunner } from './generation.js';

/** Chat completions by the engine there is: model names checked, then admission, deadline, retries and records. */
@Injectable()
export class ChatService {
  constructor(
    private readonly engine: LlmEngine,
    private readonly names: ModelNames,
    private readonly runner: GenerationRunner,
  ) {}

  /** @throws AppError NOT_FOUND for an unknown model, RESOURCE_EXHAUSTED for a full queue, and what the engine throws */
  async *stream(request: ChatRequest, context: RequestContext): AsyncGenerator<ChatFrame, void, undefined> {
    const asked = await this.named(request);
    const observe = (frame: ChatFrame) => ({ isToken: frame.type === 'delta', usage: frame.type === 'done' ? frame.usage : undefined });
    yield* this.runner.stream(asked.model, context, (signal) => this.engine.chat(asked, signal), observe);
  }

  async complete(request: ChatRequest, context: RequestContext): Promise<ChatReply> {
    const created = Math.floor(Date.now() / 1_000);
    let content = '';
    for await (const frame of this.stream(request, context)) {
      if (frame.type === 'delta') content += frame.content;
      else return { ...replyOf(frame), content, created };
    }
    throw new AppError('UNAVAILABLE', 'The engine ended without saying why');
  }

  /** The engine's own reply where it speaks OpenAI's format; undefined for another engine. */
  async completeRaw(request: ChatRequest, context: RequestContext): Promise<RawCompletion | undefined> {
    const { engine } = this;
    if (!engine.rawComplete) return undefined;
    const asked = await this.named(request);
    return this.runner.call(asked.model, context, (signal) => engine.rawComplete?.(asked, signal) as Promise<RawCompletion>);
  }

  /** The engine's own events where it speaks OpenAI's format; undefined for another engine. */
  async streamRaw(request: ChatRequest, context: RequestContext): Promise<AsyncGenerator<RawEvents, void, undefined> | undefined> {
    const { engine } = this;
    if (!engine.rawStream) return undefined;
    const asked = await this.named(request);
    const open = (signal: AbortSignal) => engine.rawStream?.(asked, signal) as AsyncIterable<RawEvents>;
    return this.runner.stream(asked.model, context, open, ({ usage }) => ({ isToken: true, usage }));
  }

  /** Without a wait where the name is known, which it nearly always is. */
  private named(request: ChatRequest): ChatRequest | Promise<ChatRequest> {
    const model = this.names.resolve(request.model);
    return typeof model === 'string' ? withModel(request, model) : model.then((name) => withModel(request, name));
  }
}

function withModel(request: ChatRequest, model: string): ChatRequest {
  return model === request.model ? request : { ...request, model };
}

function replyOf(done: Extract<ChatFrame, { type: 'done' }>) {
  const { type: _type, ...reply } = done;
  return reply;
}

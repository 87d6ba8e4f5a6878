import type { ChatFrame, ChatReply, ChatRequest, ContextTrim } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { ContextManager, type FittedRequest } from '../context/context-manager.js';
import { LlmEngine, type RawCompletion, type RawEvents } from '../llm-engine.port.js';
import { ModelNames } from '../models/model-names.js';
import { GenerationRunner } from './generation.js';

/** What a generation did beside answering; known when its first frame is there. */
export interface GenerationNotes {
  trim?: ContextTrim;
}

/** Chat completions by the engine there is: model names checked, then admission, deadline, the context window, retries and records. */
@Injectable()
export class ChatService {
  constructor(
    private readonly engine: LlmEngine,
    private readonly names: ModelNames,
    private readonly runner: GenerationRunner,
    private readonly contexts: ContextManager,
  ) {}

  /** @throws AppError NOT_FOUND for an unknown model, RESOURCE_EXHAUSTED for a full queue, and what the engine throws */
  async *stream(request: ChatRequest, context: RequestContext, notes: GenerationNotes = {}): AsyncGenerator<ChatFrame, void, undefined> {
    const asked = await this.named(request);
    const open = (signal: AbortSignal) =>
      this.fitted(asked, notes, signal, (fitted) => {
        const frames = this.engine.chat(fitted, signal);
        return notes.trim ? told(frames, notes.trim) : frames;
      });
    const observe = (frame: ChatFrame) => ({ isToken: frame.type === 'delta', usage: frame.type === 'done' ? frame.usage : undefined });
    yield* this.runner.stream(asked.model, context, open, observe);
  }

  async complete(request: ChatRequest, context: RequestContext, notes: GenerationNotes = {}): Promise<ChatReply> {
    const created = Math.floor(Date.now() / 1_000);
    let content = '';
    for await (const frame of this.stream(request, context, notes)) {
      if (frame.type === 'delta') content += frame.content;
      else return { ...replyOf(frame), content, created };
    }
    throw new AppError('UNAVAILABLE', 'The engine ended without saying why');
  }

  /** The engine's own reply where it speaks OpenAI's format; undefined for another engine. */
  async completeRaw(request: ChatRequest, context: RequestContext, notes: GenerationNotes): Promise<RawCompletion | undefined> {
    const { engine } = this;
    if (!engine.rawComplete) return undefined;
    const asked = await this.named(request);
    const ask = (signal: AbortSignal) =>
      this.fitted(asked, notes, signal, (fitted) => engine.rawComplete?.(fitted, signal) as Promise<RawCompletion>);
    return this.runner.call(asked.model, context, ask);
  }

  /** The engine's own events where it speaks OpenAI's format; undefined for another engine. */
  async streamRaw(
    request: ChatRequest,
    context: RequestContext,
    notes: GenerationNotes,
  ): Promise<AsyncGenerator<RawEvents, void, undefined> | undefined> {
    const { engine } = this;
    if (!engine.rawStream) return undefined;
    const asked = await this.named(request);
    const open = (signal: AbortSignal) =>
      this.fitted(asked, notes, signal, (fitted) => engine.rawStream?.(fitted, signal) as AsyncIterable<RawEvents>);
    return this.runner.stream(asked.model, context, open, ({ usage }) => ({ isToken: true, usage }));
  }

  /** Without waiting where the prompt is plainly short. */
  private fitted<Result>(
    asked: ChatRequest,
    notes: GenerationNotes,
    signal: AbortSignal,
    run: (fitted: ChatRequest) => Result,
  ): Result | Promise<Awaited<Result>> {
    const fitted = this.contexts.fit(this.engine, asked, this.names.windowOf(asked.model), signal);
    const begin = ({ request, trim }: FittedRequest) => {
      notes.trim = trim;
      return run(request);
    };
    return fitted instanceof Promise ? (fitted.then(begin) as Promise<Awaited<Result>>) : begin(fitted);
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

async function* told(frames: AsyncIterable<ChatFrame>, contextTrim: ContextTrim): AsyncGenerator<ChatFrame, void, undefined> {
  for await (const frame of frames) yield frame.type === 'done' ? { ...frame, contextTrim } : frame;
}

import { randomUUID } from 'node:crypto';
import { type ChatFrame, type DocmindChatRequest, inferenceChatStream, inferenceModelsList, type ToolCall } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { type ChatChunk, ChatChunks, type ChatCompletion, chatCompletion } from '@docmind/openai-wire';
import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { DOCMIND_MODEL } from './chat-question.policy.js';

type LastFrame = Extract<ChatFrame, { type: 'done' }>;
type EngineAnswer = Pick<LastFrame, 'finishReason' | 'usage' | 'toolCalls'> & { readonly content: string; readonly thinking: string };

/**
 * A chat with tools of the caller's own goes to the engine as it came, whole: it is a conversation between the caller's program and the model, and no
 * question to the documents. Nothing is retrieved, checked or cached, and the answer has no `docmind` part that could say it was.
 */
@Injectable()
export class EngineChat {
  constructor(
    private readonly client: MessageClient,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  async complete(request: DocmindChatRequest, context: RequestContext): Promise<ChatCompletion> {
    return chatCompletion(newHead(), await this.whole(request, context));
  }

  async whole(request: DocmindChatRequest, context: RequestContext): Promise<EngineAnswer> {
    let content = '';
    let thinking = '';
    for await (const frame of this.frames(request, context)) {
      if (frame.type === 'done') {
        const { finishReason, usage, toolCalls } = frame;
        return { content, thinking, finishReason, usage, ...callsOf(toolCalls) };
      }
      content += frame.content;
      thinking += frame.thinking ?? '';
    }
    throw new AppError('UNAVAILABLE', 'The engine stopped in the middle of its answer');
  }

  /** The role comes with the first frame, so a failure before it still has a status of its own. */
  async *stream(request: DocmindChatRequest, context: RequestContext): AsyncGenerator<ChatChunk, void, undefined> {
    const chunks = new ChatChunks(newHead(), request.stream_options?.include_usage === true);
    let isOpen = false;
    for await (const frame of this.frames(request, context)) {
      if (!isOpen) yield chunks.opening();
      isOpen = true;
      if (frame.type === 'done') yield* closing(chunks, frame);
      else yield frame.thinking ? chunks.thought(frame.thinking) : chunks.text(frame.content);
    }
  }

  /** The context window of the model behind; undefined where nobody tells. */
  async window(context: RequestContext): Promise<number | undefined> {
    const listing = this.client.call(inferenceModelsList, {}, context);
    const { models } = await listing.catch(() => ({ models: [] }));
    return (models.find(({ id }) => id === this.config.INFERENCE_MODEL) ?? models[0])?.contextLength;
  }

  /** As the engine gives it. */
  async *frames(request: DocmindChatRequest, context: RequestContext): AsyncGenerator<ChatFrame, void, undefined> {
    const { docmind: _ours, ...asked } = request;
    const deadline = Date.now() + this.config.QUERY_TIMEOUT_MS;
    const untouched = { ...asked, model: this.config.INFERENCE_MODEL };
    for await (const frame of this.client.stream(inferenceChatStream, untouched, { ...context, deadline })) {
      if (frame.type === 'done') context.spend?.(frame.usage.total_tokens);
      yield frame;
    }
  }
}

/** Whether the caller's program has tools for the model, or answers a call of one. */
export function bringsTools({ tools, messages }: DocmindChatRequest): boolean {
  return (tools?.length ?? 0) > 0 || messages.at(-1)?.role === 'tool';
}

function* closing(chunks: ChatChunks, { finishReason, toolCalls, usage }: LastFrame): Generator<ChatChunk> {
  yield chunks.closing(finishReason, toolCalls);
  const last = chunks.usage(usage);
  if (last) yield last;
}

function callsOf(toolCalls: ToolCall[] | undefined): { toolCalls?: ToolCall[] } {
  return toolCalls ? { toolCalls } : {};
}

function newHead() {
  return { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1_000), model: DOCMIND_MODEL };
}

import type { ChatFrame, ChatReply, ModelInfo } from '@docmind/contracts';

export interface ChunkHead {
  readonly id: string;
  readonly model: string;
  /** Unix seconds. */
  readonly created: number;
}

/** OpenAI's stream of one answer, from our frames: the role first, then text, the reason of the end, usage where asked for. */
export class OpenAiChunks {
  constructor(
    private readonly head: ChunkHead,
    private readonly showUsage: boolean,
  ) {}

  first(): string {
    return this.event([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]);
  }

  of(frame: ChatFrame): string {
    if (frame.type === 'delta') return this.event([{ index: 0, delta: { content: frame.content }, finish_reason: null }]);
    const tool_calls = frame.toolCalls?.map((call, index) => ({ index, ...call }));
    const last = this.event([{ index: 0, delta: tool_calls ? { tool_calls } : {}, finish_reason: frame.finishReason }]);
    return this.showUsage ? last + this.event([], { usage: frame.usage }) : last;
  }

  private event(choices: readonly object[], more: object = this.showUsage ? { usage: null } : {}): string {
    return sseEvent({ ...this.head, object: 'chat.completion.chunk', choices, ...more });
  }
}

export const SSE_DONE = 'data: [DONE]\n\n';

export function sseEvent(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

export function openAiCompletion({ id, model, created, content, finishReason, usage, toolCalls }: ChatReply): object {
  const calls = toolCalls ? { tool_calls: toolCalls } : {};
  const message = { role: 'assistant', content: toolCalls && content === '' ? null : content, refusal: null, ...calls };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finishReason }];
  return { id, object: 'chat.completion', created, model, choices, usage };
}

export function openAiModel({ id, ownedBy, contextLength }: ModelInfo, created: number): object {
  return { id, object: 'model', created, owned_by: ownedBy, ...(contextLength ? { max_model_len: contextLength } : {}) };
}

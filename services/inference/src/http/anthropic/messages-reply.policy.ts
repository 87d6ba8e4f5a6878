import { randomUUID } from 'node:crypto';
import type { AnthropicMessage, AnthropicStop, ChatFrame, ChatReply, FinishReason, ToolCall, Usage } from '@docmind/contracts';
import type { AppError } from '@docmind/errors';
import { anthropicEnvelope, sseEvent } from '@docmind/openai-wire';

type Content = AnthropicMessage['content'];
type Done = Extract<ChatFrame, { type: 'done' }>;

const STOPS: Readonly<Record<FinishReason, AnthropicStop>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
};

/** A whole answer as Anthropic's message. */
export function messageOf({ content: text, thinking, toolCalls, finishReason, usage }: ChatReply, model: string): AnthropicMessage {
  const content: Content = [
    ...(thinking ? [{ type: 'thinking' as const, thinking, signature: '' }] : []),
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...(toolCalls ?? []).map(toolUseOf),
  ];
  return { ...headOf(model), content, stop_reason: STOPS[finishReason], usage: usageOf(usage) };
}

function headOf(model: string): Omit<AnthropicMessage, 'content' | 'stop_reason' | 'usage'> {
  return { id: `msg_${randomUUID().replaceAll('-', '')}`, type: 'message', role: 'assistant', model, stop_sequence: null };
}

function usageOf({ prompt_tokens, completion_tokens }: Usage): AnthropicMessage['usage'] {
  return { input_tokens: prompt_tokens, output_tokens: completion_tokens };
}

function toolUseOf({ id, function: { name, arguments: text } }: ToolCall): Extract<Content[number], { type: 'tool_use' }> {
  return { type: 'tool_use', id, name, input: inputOf(text) };
}

/** Where max_tokens cut the model's JSON there is nothing to hand over; the reason of the end says so. */
function inputOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text || '{}') as Record<string, unknown>;
  } catch {
    return {};
  }
}

type BlockKind = 'thinking' | 'text';
const EMPTY = { thinking: { type: 'thinking', thinking: '', signature: '' }, text: { type: 'text', text: '' } };

/** Anthropic's stream of one answer: blocks one after the other, each opened, filled and closed. */
export class MessageEvents {
  private index = -1;
  private open: BlockKind | undefined;

  constructor(private readonly model: string) {}

  opening(): string {
    const message = { ...headOf(this.model), content: [], stop_reason: null, usage: { input_tokens: 0, output_tokens: 0 } };
    return event({ type: 'message_start', message });
  }

  of(frame: ChatFrame): string {
    if (frame.type === 'done') return this.closing(frame);
    return frame.thinking ? this.piece('thinking', frame.thinking) : this.piece('text', frame.content);
  }

  failing(error: AppError): string {
    return sseEvent(anthropicEnvelope(error), 'error');
  }

  private piece(kind: BlockKind, text: string): string {
    const delta = kind === 'text' ? { type: 'text_delta', text } : { type: 'thinking_delta', thinking: text };
    return (this.open === kind ? '' : this.closed() + this.opened(EMPTY[kind], kind)) + this.delta(delta);
  }

  private closing({ toolCalls = [], finishReason, usage }: Done): string {
    const calls = toolCalls.map((call) => {
      const { id, name } = toolUseOf(call);
      const input = this.delta.bind(this, { type: 'input_json_delta', partial_json: call.function.arguments });
      return this.closed() + this.opened({ type: 'tool_use', id, name, input: {} }, 'text') + input();
    });
    const stop = { type: 'message_delta', delta: { stop_reason: STOPS[finishReason], stop_sequence: null }, usage: usageOf(usage) };
    return calls.join('') + this.closed() + event(stop) + event({ type: 'message_stop' });
  }

  private opened(content_block: object, kind: BlockKind): string {
    this.open = kind;
    return event({ type: 'content_block_start', index: ++this.index, content_block });
  }

  private delta(delta: object): string {
    return event({ type: 'content_block_delta', index: this.index, delta });
  }

  private closed(): string {
    if (this.open === undefined) return '';
    this.open = undefined;
    return event({ type: 'content_block_stop', index: this.index });
  }
}

function event(value: { readonly type: string; readonly [field: string]: unknown }): string {
  return sseEvent(value, value.type);
}

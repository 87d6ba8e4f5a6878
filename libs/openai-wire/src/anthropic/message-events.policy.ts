import { randomUUID } from 'node:crypto';
import type {
  AnthropicCitation,
  AnthropicMessage,
  AnthropicStop,
  ChatFrame,
  ChatReply,
  FinishReason,
  ToolCall,
  Usage,
} from '@docmind/contracts';
import type { AppError } from '@docmind/errors';
import { anthropicEnvelope } from '../errors/envelopes.policy.js';
import { sseEvent } from '../sse/event-text.js';

type Content = AnthropicMessage['content'];
type Done = Pick<Extract<ChatFrame, { type: 'done' }>, 'finishReason' | 'usage' | 'toolCalls'>;

interface Extras {
  /** Of the text that is written last. */
  readonly citations?: readonly AnthropicCitation[];
  /** Fields of the message that are not Anthropic's. */
  readonly more?: object;
}

const STOPS: Readonly<Record<FinishReason, AnthropicStop>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
};

type BlockKind = 'thinking' | 'text' | 'tool_use';
const EMPTY = { thinking: { type: 'thinking', thinking: '', signature: '' }, text: { type: 'text', text: '' } } as const;

/** One answer as Anthropic's message, whole or as events: blocks one after the other, each opened, filled and closed. */
export class MessageEvents {
  private index = -1;
  private open: BlockKind | undefined;

  constructor(
    private readonly model: string,
    private readonly id = `msg_${randomUUID().replaceAll('-', '')}`,
  ) {}

  /** The whole answer at once, in place of its events. */
  whole(
    { content: text, thinking, toolCalls = [], finishReason, usage }: Done & Pick<ChatReply, 'content' | 'thinking'>,
    { citations = [], more }: Extras = {},
  ): AnthropicMessage {
    const cited = citations.length > 0 ? { citations: [...citations] } : {};
    const content: Content = [
      ...(thinking ? [{ type: 'thinking' as const, thinking, signature: '' }] : []),
      ...(text === '' ? [] : [{ type: 'text' as const, text, ...cited }]),
      ...toolCalls.map(toolUseOf),
    ];
    return { ...this.head(), content, stop_reason: STOPS[finishReason], usage: usageOf(usage), ...more };
  }

  opening(): string {
    const message = { ...this.head(), content: [], stop_reason: null, usage: { input_tokens: 0, output_tokens: 0 } };
    return event({ type: 'message_start', message });
  }

  of(frame: ChatFrame): string {
    if (frame.type === 'done') return this.closing(frame);
    return frame.thinking ? this.piece('thinking', frame.thinking) : this.text(frame.content);
  }

  text(text: string): string {
    return this.piece('text', text);
  }

  closing({ toolCalls = [], finishReason, usage }: Done, { citations = [], more }: Extras = {}): string {
    const cited = this.open === 'text' ? citations.map((citation) => this.delta({ type: 'citations_delta', citation })) : [];
    const calls = toolCalls.map((call) => {
      const opened = this.closed() + this.opened({ ...toolUseOf(call), input: {} }, 'tool_use');
      return opened + this.delta({ type: 'input_json_delta', partial_json: call.function.arguments });
    });
    const delta = { stop_reason: STOPS[finishReason], stop_sequence: null };
    const last = event({ type: 'message_delta', delta, usage: usageOf(usage), ...more });
    return cited.join('') + calls.join('') + this.closed() + last + event({ type: 'message_stop' });
  }

  failing(error: AppError): string {
    return sseEvent(anthropicEnvelope(error), 'error');
  }

  private head(): Omit<AnthropicMessage, 'content' | 'stop_reason' | 'usage'> {
    return { id: this.id, type: 'message', role: 'assistant', model: this.model, stop_sequence: null };
  }

  private piece(kind: 'thinking' | 'text', text: string): string {
    const delta = kind === 'text' ? { type: 'text_delta', text } : { type: 'thinking_delta', thinking: text };
    return (this.open === kind ? '' : this.closed() + this.opened(EMPTY[kind], kind)) + this.delta(delta);
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

function event(value: { readonly type: string; readonly [field: string]: unknown }): string {
  return sseEvent(value, value.type);
}

import type { ChatFrame, ChatReply, ResponsesAnnotation, ResponsesOutput, ResponsesReply, ResponsesRequest } from '@docmind/contracts';
import type { AppError } from '@docmind/errors';
import { sseEvent } from '../sse/event-text.js';
import { callItem, closedResponse, messageItem, openedResponse, reasoningItem, type ResponsesCall } from './responses-reply.policy.js';

interface Extras {
  readonly annotations?: ResponsesAnnotation[];
  /** Fields of the response that are not OpenAI's. */
  readonly more?: object;
}

type Done = Pick<Extract<ChatFrame, { type: 'done' }>, 'finishReason' | 'usage' | 'toolCalls'>;
type Kind = 'reasoning' | 'message';

/** The part that is being written. */
interface OpenItem {
  readonly kind: Kind;
  readonly id: string;
  text: string;
}

/**
 * One answer as OpenAI's Responses API gives it, whole or as events: items one after the other, each opened, filled and closed. Both forms are
 * made here, so that the last event holds what the whole answer would be.
 */
export class ResponseEvents {
  private readonly opened: ResponsesReply;
  private response: ResponsesReply;
  private readonly output: ResponsesOutput[] = [];
  private item: OpenItem | undefined;
  private number = 0;

  constructor(
    private readonly request: ResponsesRequest,
    id: string,
  ) {
    this.opened = openedResponse(request, id);
    this.response = this.opened;
  }

  opening(): string {
    return this.event('response.created', { response: this.opened }) + this.event('response.in_progress', { response: this.opened });
  }

  of(frame: ChatFrame): string {
    if (frame.type === 'done') return this.closing(frame);
    return frame.thinking ? this.piece('reasoning', frame.thinking) : this.text(frame.content);
  }

  text(text: string): string {
    return this.piece('message', text);
  }

  /** The whole answer at once, in place of its events. */
  whole({ content, thinking, ...end }: Done & Pick<ChatReply, 'content' | 'thinking'>, extras: Extras = {}): ResponsesReply {
    if (thinking) this.piece('reasoning', thinking);
    if (content !== '') this.text(content);
    this.closing(end, extras);
    return this.response;
  }

  closing({ finishReason, usage, toolCalls = [] }: Done, { annotations, more }: Extras = {}): string {
    const isCut = finishReason === 'length' || finishReason === 'content_filter';
    const last = this.closed(isCut ? 'incomplete' : 'completed', annotations);
    const calls = toolCalls.map((call) => this.call(callItem(call, this.request)));
    this.response = { ...closedResponse(this.opened, this.output, { finishReason, usage }), ...more };
    return last + calls.join('') + this.event(isCut ? 'response.incomplete' : 'response.completed', { response: this.response });
  }

  failing({ message }: AppError): string {
    const response = { ...this.opened, status: 'failed', error: { code: 'server_error', message }, output: this.output };
    return this.event('response.failed', { response });
  }

  private piece(kind: Kind, text: string): string {
    const before = this.item?.kind === kind ? '' : this.closed('completed') + this.open(kind);
    const item = this.item;
    if (item) item.text += text;
    return (
      before +
      this.event(kind === 'message' ? 'response.output_text.delta' : 'response.reasoning_text.delta', {
        ...this.place(),
        ...deltaOf(kind, text),
      })
    );
  }

  private open(kind: Kind): string {
    const made = kind === 'message' ? messageItem(undefined, 'in_progress') : reasoningItem('', 'in_progress');
    this.item = { kind, id: made.id, text: '' };
    const added = this.event('response.output_item.added', { output_index: this.output.length, item: made });
    return added + this.event('response.content_part.added', { ...this.place(), part: partOf(kind, '') });
  }

  private closed(status: 'completed' | 'incomplete', annotations: ResponsesAnnotation[] = []): string {
    const { item } = this;
    if (!item) return '';
    const { kind, id, text } = item;
    const whole = kind === 'message' ? messageItem(text, status, id, annotations) : reasoningItem(text, status, id);
    const place = this.place();
    const written = kind === 'message' ? { ...place, text, logprobs: [] } : { ...place, text };
    const done = this.event(kind === 'message' ? 'response.output_text.done' : 'response.reasoning_text.done', written);
    const cited = annotations.map((annotation, annotation_index) =>
      this.event('response.output_text.annotation.added', { ...place, annotation_index, annotation }),
    );
    const part = this.event('response.content_part.done', { ...place, part: partOf(kind, text, annotations) });
    const end = this.event('response.output_item.done', { output_index: this.output.length, item: whole });
    this.output.push(whole);
    this.item = undefined;
    return cited.join('') + done + part + end;
  }

  private call(item: ResponsesCall): string {
    const place = { item_id: item.id, output_index: this.output.length };
    const isFunction = item.type === 'function_call';
    const empty = isFunction ? { ...item, arguments: '', status: 'in_progress' } : { ...item, input: '', status: 'in_progress' };
    const [kind, text, whole] = isFunction
      ? ['function_call_arguments', item.arguments, { arguments: item.arguments, name: item.name }]
      : ['custom_tool_call_input', item.input, { input: item.input }];
    this.output.push(item);
    return [
      this.event('response.output_item.added', { output_index: place.output_index, item: empty }),
      this.event(`response.${kind}.delta`, { ...place, delta: text }),
      this.event(`response.${kind}.done`, { ...place, ...(whole as object) }),
      this.event('response.output_item.done', { output_index: place.output_index, item }),
    ].join('');
  }

  private place(): object {
    return { item_id: this.item?.id, output_index: this.output.length, content_index: 0 };
  }

  private event(type: string, fields: object): string {
    return sseEvent({ type, sequence_number: this.number++, ...fields }, type);
  }
}

function deltaOf(kind: Kind, delta: string): object {
  return kind === 'message' ? { delta, logprobs: [] } : { delta };
}

function partOf(kind: Kind, text: string, annotations: ResponsesAnnotation[] = []): object {
  return kind === 'message' ? { type: 'output_text', text, annotations, logprobs: [] } : { type: 'reasoning_text', text };
}

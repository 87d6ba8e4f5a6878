import type { ChatMessage, ChatRequest, ContentPart, ResponsesContent, ResponsesItem, ResponsesRequest } from '@docmind/contracts';
import { textOf } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { chatToolsOf, customCall, toolChoiceOf } from './responses-tools.policy.js';

/** OpenAI's newer request in the words of its older one, which engines know. @throws AppError INVALID_ARGUMENT for what has no such words */
export function chatRequestOf(request: ResponsesRequest): ChatRequest {
  const { model, stream, temperature, top_p, user, parallel_tool_calls, max_output_tokens: max_tokens, tools, tool_choice } = request;
  const offered = chatToolsOf(tools ?? []);
  const settings = { temperature, top_p, user, max_tokens, ...(offered.length > 0 ? { tools: offered, parallel_tool_calls } : {}) };
  const given = Object.entries(settings).filter(([, value]) => value !== null && value !== undefined);
  return {
    model,
    messages: messagesOf(request),
    stream: stream === true,
    ...Object.fromEntries(given),
    ...toolChoiceOf(tool_choice, offered.length > 0),
    ...formatOf(request.text?.format),
    ...thinkingOf(request.reasoning?.effort),
  };
}

function messagesOf({ instructions, input }: ResponsesRequest): ChatMessage[] {
  const asked = typeof input === 'string' ? [{ role: 'user' as const, content: input }] : joinedCalls(input.flatMap(messageOf));
  return oneSystemMessage([...(instructions ? [{ role: 'system' as const, content: instructions }] : []), ...asked]);
}

function messageOf(item: ResponsesItem): ChatMessage[] {
  switch (item.type) {
    case 'function_call':
      return [called(item.call_id, item.name, item.arguments)];
    case 'custom_tool_call':
      return [called(item.call_id, item.name, customCall(item.input))];
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ role: 'tool', tool_call_id: item.call_id, content: contentOf(item.output) }];
    // Earlier thoughts stay away: a model isn't shown them again.
    case 'reasoning':
      return [];
    case 'message':
    case undefined:
      return [{ role: item.role === 'developer' ? 'system' : item.role, content: contentOf(item.content) }];
  }
}

function called(id: string, name: string, text: string): ChatMessage {
  return { role: 'assistant', content: '', tool_calls: [{ id, type: 'function', function: { name, arguments: text } }] };
}

/** What was said and called in one turn are items of their own here, and one message there. */
function joinedCalls(messages: readonly ChatMessage[]): ChatMessage[] {
  const joined: ChatMessage[] = [];
  for (const message of messages) {
    const before = joined.at(-1);
    if (before?.role !== 'assistant' || message.role !== 'assistant' || !message.tool_calls) joined.push(message);
    else joined[joined.length - 1] = { ...before, tool_calls: [...(before.tool_calls ?? []), ...message.tool_calls] };
  }
  return joined;
}

/** Many models' templates take a system message at the beginning only, and one. */
function oneSystemMessage(messages: readonly ChatMessage[]): ChatMessage[] {
  const first = messages.findIndex(({ role }) => role !== 'system');
  const leading = first < 0 ? messages : messages.slice(0, first);
  if (leading.length < 2) return [...messages];
  const content = leading.map((message) => textOf(message.content)).join('\n\n');
  return [{ role: 'system', content }, ...messages.slice(leading.length)];
}

/** Text alone is a text: not every engine takes parts. */
function contentOf(content: ResponsesContent): ChatMessage['content'] {
  if (typeof content === 'string') return content;
  const parts = content.map((part): ContentPart => {
    if (part.type === 'input_image') return { type: 'image_url', image_url: { url: part.image_url } };
    return { type: 'text', text: part.type === 'refusal' ? part.refusal : part.text };
  });
  return parts.every(({ type }) => type === 'text') ? textOf(parts) : parts;
}

function formatOf(format: NonNullable<ResponsesRequest['text']>['format']): Pick<ChatRequest, 'response_format'> {
  if (!format || format.type === 'text') return {};
  if (format.type === 'json_object') return { response_format: { type: 'json_object' } };
  const { name, schema, strict } = format;
  return { response_format: { type: 'json_schema', json_schema: { name, schema, strict } } };
}

const EFFORTS = new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']);

function thinkingOf(effort: string | null | undefined): object {
  if (effort === null || effort === undefined) return {};
  if (EFFORTS.has(effort)) return { reasoning_effort: effort, chat_template_kwargs: { enable_thinking: effort !== 'none' } };
  throw new AppError('INVALID_ARGUMENT', `The request is not valid: reasoning.effort: must be ${[...EFFORTS].join(', ')}`, {
    details: { faults: [{ field: 'reasoning.effort', problem: 'is not known' }] },
  });
}

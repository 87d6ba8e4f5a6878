import { randomUUID } from 'node:crypto';
import type {
  FinishReason,
  ResponsesAnnotation,
  ResponsesOutput,
  ResponsesReply,
  ResponsesRequest,
  ToolCall,
  Usage,
} from '@docmind/contracts';
import { customInput, customNamesOf } from './responses-tools.policy.js';

type Status = 'completed' | 'incomplete';
export type ResponsesMessage = Extract<ResponsesOutput, { type: 'message' }>;
export type ResponsesReasoning = Extract<ResponsesOutput, { type: 'reasoning' }>;
export type ResponsesCall = Extract<ResponsesOutput, { type: 'function_call' | 'custom_tool_call' }>;

/** How an answer ended, in either form. */
export interface ResponsesEnd {
  readonly finishReason: FinishReason;
  readonly usage: Usage;
}

/** What a client reads of its own request: null where it left a field out. */
const ECHOED = ['instructions', 'max_output_tokens', 'previous_response_id', 'temperature', 'top_p', 'user'] as const;
type Echoed = Pick<ResponsesReply, (typeof ECHOED)[number]>;
type Defaulted = Pick<ResponsesReply, 'metadata' | 'parallel_tool_calls' | 'store' | 'tool_choice'>;
const DEFAULTS: Defaulted = { metadata: {}, parallel_tool_calls: true, store: true, tool_choice: 'auto' };

/** A response that is still being made: what it was asked, in the form that the client reads. */
export function openedResponse(request: ResponsesRequest, id: string): ResponsesReply {
  const defaulted = Object.entries(DEFAULTS).map(([name, usual]) => [name, request[name] ?? usual] as const);
  return {
    id,
    object: 'response',
    created_at: Math.floor(Date.now() / 1_000),
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    model: request.model,
    output: [],
    reasoning: { effort: request.reasoning?.effort ?? null, summary: null },
    text: { format: request.text?.format ?? { type: 'text' } },
    tools: (request.tools ?? []).filter(({ type }) => type === 'function' || type === 'custom'),
    truncation: 'auto',
    usage: null,
    ...(Object.fromEntries(ECHOED.map((name) => [name, request[name] ?? null])) as Echoed),
    ...(Object.fromEntries(defaulted) as Defaulted),
  };
}

export function closedResponse(opened: ResponsesReply, output: ResponsesOutput[], { finishReason, usage }: ResponsesEnd): ResponsesReply {
  const reason = { length: 'max_output_tokens', content_filter: 'content_filter', stop: undefined, tool_calls: undefined } as const;
  const cut = reason[finishReason];
  return {
    ...opened,
    status: cut ? 'incomplete' : 'completed',
    incomplete_details: cut ? { reason: cut } : null,
    output,
    usage: {
      input_tokens: usage.prompt_tokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: usage.completion_tokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.total_tokens,
    },
  };
}

export function reasoningItem(text: string, status: Status | 'in_progress', id = newId('rs')): ResponsesReasoning {
  return { type: 'reasoning', id, summary: [], content: text === '' ? [] : [{ type: 'reasoning_text', text }], status };
}

export function messageItem(
  text: string | undefined,
  status: Status | 'in_progress',
  id = newId('msg'),
  annotations: ResponsesAnnotation[] = [],
): ResponsesMessage {
  const content = text === undefined ? [] : [{ type: 'output_text' as const, text, annotations, logprobs: [] }];
  return { type: 'message', id, role: 'assistant', status, content };
}

/** A call in the words of the tool that is called. */
export function callItem({ id, function: { name, arguments: text } }: ToolCall, request: ResponsesRequest): ResponsesCall {
  const call = { call_id: id, name, status: 'completed' as const };
  if (customNamesOf(request.tools ?? []).has(name))
    return { type: 'custom_tool_call', id: newId('ctc'), ...call, input: customInput(text) };
  return { type: 'function_call', id: newId('fc'), ...call, arguments: text };
}

export function newId(kind: string): string {
  return `${kind}_${randomUUID().replaceAll('-', '')}`;
}

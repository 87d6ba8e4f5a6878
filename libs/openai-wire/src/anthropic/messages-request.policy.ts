import type {
  AnthropicBlock,
  AnthropicCount,
  AnthropicMessages,
  ChatMessage,
  ChatRequest,
  ContentPart,
  ToolCall,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';

/** Anthropic's conversation in OpenAI's words: results of tools are messages of their own, and a system prompt is the first message. */
export function chatOfMessages(request: AnthropicMessages): ChatRequest {
  const { max_tokens, temperature, top_p, top_k, stop_sequences: stop, output_config, output_format } = request;
  const schema = (output_config?.format ?? output_format)?.schema;
  const response_format = schema && { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } };
  const settings = Object.entries({ temperature, top_p, top_k, stop, response_format }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return { ...Object.fromEntries(settings), ...promptOfMessages(request), max_tokens, stream: request.stream === true };
}

/** What of a request makes its prompt. */
export function promptOfMessages({ model, messages, system, tools: offered, tool_choice: choice, thinking }: AnthropicCount): ChatRequest {
  const first: ChatMessage[] = system ? [{ role: 'system', content: textIn(system) }] : [];
  const tools = (offered ?? []).filter(isCallable);
  return {
    model,
    messages: [...first, ...messages.flatMap(({ role, content }) => messagesOf(role, content))],
    ...(tools.length > 0 ? { tools: tools.map(toolOf) } : {}),
    ...(choice ? choiceOf(choice, tools) : {}),
    ...(thinking ? thinkingOf(thinking.type !== 'disabled') : {}),
  };
}

/** Clients send it as a matter of course: an engine that shows no thoughts may answer without. */
function thinkingOf(think: boolean): object {
  return { reasoning_effort: think ? 'medium' : 'none', chat_template_kwargs: { enable_thinking: think } };
}

type Tool = NonNullable<AnthropicMessages['tools']>[number];

/** Those that Anthropic's own servers run, or whose arguments only its models know (a web search, a computer), have no schema: they are left out. */
function isCallable({ type, input_schema: schema }: Tool): boolean {
  return !type || type === 'custom' || Boolean(schema);
}

function toolOf({ name, description, input_schema: parameters }: Tool) {
  return { type: 'function', function: { name, ...(description ? { description } : {}), ...(parameters ? { parameters } : {}) } };
}

/** @throws AppError INVALID_ARGUMENT for a call that can't be made */
function choiceOf(choice: NonNullable<AnthropicMessages['tool_choice']>, tools: readonly Tool[]): Pick<ChatRequest, 'tool_choice'> {
  if (choice.type !== 'tool') return tools.length === 0 ? {} : { tool_choice: choice.type === 'any' ? 'required' : choice.type };
  if (tools.some(({ name }) => name === choice.name)) return { tool_choice: { type: 'function', function: { name: choice.name } } };
  const problem = `no tool "${choice.name}" can be called here: it must be in tools, with an input_schema`;
  throw new AppError('INVALID_ARGUMENT', `The request is not valid: tool_choice: ${problem}`, {
    details: { faults: [{ field: 'tool_choice', problem }] },
  });
}

function messagesOf(role: 'user' | 'assistant' | 'system', content: string | AnthropicBlock[]): ChatMessage[] {
  if (typeof content === 'string') return [{ role, content }];
  const results = content.filter((block) => block.type === 'tool_result');
  const answered = results.map((block): ChatMessage => ({
    role: 'tool',
    tool_call_id: block.tool_use_id,
    content: textIn(block.content ?? ''),
  }));
  const calls = content.filter((block) => block.type === 'tool_use').map(callOf);
  const parts = content.flatMap(partsOf);
  if (parts.length === 0 && calls.length === 0) return answered;
  return [...answered, { role, content: plainOr(parts), ...(calls.length > 0 ? { tool_calls: calls } : {}) }];
}

function callOf({ id, name, input }: Extract<AnthropicBlock, { type: 'tool_use' }>): ToolCall {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input) } };
}

/**
 * Earlier thoughts stay away: a model isn't shown them again. A tool's message is text alone in OpenAI's words, so the pictures of a result are
 * shown in the user's, which follows.
 */
function partsOf(block: AnthropicBlock): ContentPart[] {
  if (block.type === 'tool_result') return typeof block.content === 'string' ? [] : (block.content ?? []).flatMap(pictureIn);
  if (block.type === 'text') return [{ type: 'text', text: block.text }];
  return pictureIn(block);
}

function pictureIn(block: AnthropicBlock): ContentPart[] {
  if (block.type !== 'image') return [];
  const { source } = block;
  return [
    { type: 'image_url', image_url: { url: source.type === 'url' ? source.url : `data:${source.media_type};base64,${source.data}` } },
  ];
}

/** Text alone is a text: not every engine takes parts. */
function plainOr(parts: readonly ContentPart[]): ChatMessage['content'] {
  const isText = parts.every(({ type }) => type === 'text');
  return isText ? textIn(parts as { type: 'text'; text: string }[]) : [...parts];
}

function textIn(content: string | readonly { readonly type: string; readonly text?: unknown }[]): string {
  if (typeof content === 'string') return content;
  return content
    .filter(({ type }) => type === 'text')
    .map(({ text }) => text)
    .join('\n');
}

import { randomUUID } from 'node:crypto';
import {
  type ChatMessage,
  type ChatRequest,
  type FinishReason,
  MAX_TOKEN_CHOICES,
  type TextRequest,
  textOf,
  type TokenChoices,
  type ToolCall,
  type Usage,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { EngineFrame } from '../../generation/llm-engine.port.js';
import { assertOneToken, assertPlainText } from '../../generation/plain-text.policy.js';
import { picturesOf } from '../../generation/message-parts.policy.js';
import { DEFAULT_TEMPERATURE } from '../llama/generation-options.policy.js';

/** Ollama's own parameters, which callers of OpenAI's API name in the request itself. */
const PASSED_OPTIONS = [
  'top_k',
  'min_p',
  'typical_p',
  'repeat_last_n',
  'repeat_penalty',
  'presence_penalty',
  'frequency_penalty',
  'num_keep',
];
const PASSED_FIELDS = ['logprobs', 'top_logprobs'];

export interface OllamaChunk {
  readonly message?: { readonly content?: string; readonly thinking?: string; readonly tool_calls?: readonly OllamaToolCall[] };
  /** Of a text. */
  readonly response?: string;
  readonly done?: boolean;
  readonly done_reason?: string;
  readonly prompt_eval_count?: number;
  readonly eval_count?: number;
  readonly error?: string;
  readonly logprobs?: readonly { readonly top_logprobs?: readonly { readonly token: string; readonly logprob: number }[] }[];
}
interface OllamaToolCall {
  readonly id?: string;
  readonly function: { readonly name: string; readonly arguments?: unknown };
}

/** Of a chat or of a text. */
type AskedOptions = Partial<Pick<ChatRequest, 'max_completion_tokens' | 'max_tokens' | 'seed' | 'stop' | 'top_p' | 'temperature'>> & {
  readonly [parameter: string]: unknown;
};

/** What doesn't fit is refused, never cut without a word. */
const WHOLE = { stream: true, truncate: false, shift: false, keep_alive: -1 };

/** A request in Ollama's own API. */
export function ollamaRequest(request: ChatRequest, contextTokens: number): object {
  assertOneToken(request);
  return {
    model: request.model,
    messages: ollamaMessages(request.messages),
    ...WHOLE,
    options: ollamaOptions(request, contextTokens),
    ...formatOf(request),
    ...(request.tools && request.tools.length > 0 && request.tool_choice !== 'none' ? { tools: request.tools } : {}),
    ...thinkOf(request),
    ...picked(request, PASSED_FIELDS),
  };
}

/** A text without the model's template. */
export function ollamaTextRequest(request: TextRequest, contextTokens: number): object {
  assertPlainText(request);
  const { model, prompt } = request;
  return { model, prompt, raw: true, ...WHOLE, options: ollamaOptions(request, contextTokens) };
}

function ollamaOptions(request: AskedOptions, contextTokens: number): object {
  const { seed, stop, top_p } = request;
  const maxTokens = request.max_completion_tokens ?? request.max_tokens;
  return {
    num_ctx: contextTokens,
    temperature: request.temperature ?? DEFAULT_TEMPERATURE,
    ...(top_p ? { top_p } : {}),
    ...(typeof seed === 'number' ? { seed } : {}),
    ...(stop ? { stop: typeof stop === 'string' ? [stop] : stop } : {}),
    ...(maxTokens ? { num_predict: maxTokens } : {}),
    ...picked(request, PASSED_OPTIONS),
  };
}

function picked(request: AskedOptions, names: readonly string[]): object {
  return Object.fromEntries(names.filter((name) => request[name] !== undefined).map((name) => [name, request[name]]));
}

const EFFORTS: readonly unknown[] = ['low', 'medium', 'high'];

/** Its own `think`, or what OpenAI's clients say of reasoning. */
function thinkOf({ think, reasoning_effort: effort }: ChatRequest): object {
  if (think !== undefined && think !== null) return { think };
  if (effort === 'none') return { think: false };
  return EFFORTS.includes(effort) ? { think: effort } : {};
}

function ollamaMessages(messages: readonly ChatMessage[]): object[] {
  const calls = messages.flatMap(({ tool_calls }) => tool_calls ?? []);
  const namesById = new Map(calls.map(({ id, function: { name } }) => [id, name]));
  return messages.map((message) => ollamaMessage(message, namesById));
}

function formatOf({ response_format }: ChatRequest): object {
  if (!response_format || response_format.type === 'text') return {};
  return { format: response_format.type === 'json_object' ? 'json' : response_format.json_schema.schema };
}

function ollamaMessage(message: ChatMessage, namesById: ReadonlyMap<string, string>): object {
  const { role, content, tool_calls } = message;
  const images = picturesOf(message);
  const calls = (tool_calls ?? []).map(({ id, function: called }) => ({
    id,
    function: { name: called.name, arguments: parsedArguments(called.arguments) },
  }));
  return {
    role: role === 'developer' ? 'system' : role,
    content: textOf(content),
    ...(images.length > 0 ? { images } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...(role === 'tool' ? answeredCall(message, namesById) : {}),
  };
}

/** OpenAI's clients name the call by its id only, Ollama's templates ask for the tool's name. */
function answeredCall({ name, tool_call_id: id }: ChatMessage, namesById: ReadonlyMap<string, string>): object {
  const tool_name = name ?? namesById.get(id ?? '');
  return { ...(tool_name ? { tool_name } : {}), ...(id ? { tool_call_id: id } : {}) };
}

function parsedArguments(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('INVALID_ARGUMENT', `tool_calls: arguments must be JSON, not ${text.slice(0, 40)}`, { cause });
  }
}

/** @throws AppError UNAVAILABLE when the engine says in its stream that it failed, or writes what is no JSON */
export function readOllamaChunk(line: string): OllamaChunk {
  let chunk: OllamaChunk;
  try {
    chunk = JSON.parse(line) as OllamaChunk;
  } catch (cause) {
    throw new AppError('UNAVAILABLE', 'The engine wrote something that is not JSON; is it Ollama?', { cause });
  }
  if (chunk.error) throw new AppError('UNAVAILABLE', `The engine failed in the middle of its answer: ${chunk.error}`);
  return chunk;
}

/** The frames of a chunk's text, if there is any. */
export function deltasOf({ message, response = '' }: OllamaChunk): EngineFrame[] {
  const { thinking = '', content = response } = message ?? {};
  const thought: EngineFrame[] = thinking === '' ? [] : [{ type: 'delta', content: '', thinking }];
  return content === '' ? thought : [...thought, { type: 'delta', content }];
}

export function toolCallsOf(chunk: OllamaChunk): ToolCall[] {
  return (chunk.message?.tool_calls ?? []).map(({ id, function: called }) => ({
    id: id ?? `call_${randomUUID().slice(0, 8)}`,
    type: 'function' as const,
    function: { name: called.name, arguments: JSON.stringify(called.arguments ?? {}) },
  }));
}

/** What the chunk's first token could have been, where its log probabilities were asked for. */
export function choicesOf({ logprobs }: OllamaChunk): TokenChoices | undefined {
  return logprobs?.[0]?.top_logprobs?.slice(0, MAX_TOKEN_CHOICES).map(({ token, logprob }) => ({ text: token, logprob }));
}

export function usageOf({ prompt_eval_count, eval_count }: OllamaChunk): Usage {
  const [prompt_tokens, completion_tokens] = [prompt_eval_count ?? 0, eval_count ?? 0];
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

export function finishReasonOf({ done_reason }: OllamaChunk, hasCalls: boolean): FinishReason {
  if (hasCalls) return 'tool_calls';
  return done_reason === 'length' ? 'length' : 'stop';
}

/** Its runner's error comes as JSON inside the error's text. */
export function unwrapped(error: AppError): AppError {
  const { message } = error;
  const inner = message.slice(message.indexOf('{'), message.lastIndexOf('}') + 1);
  try {
    const { error: told } = JSON.parse(inner) as { error?: { message?: string } };
    if (told?.message) return new AppError(error.code, `The engine refuses the request: ${told.message}`, { cause: error.cause });
  } catch {
    // Plain words.
  }
  return error;
}

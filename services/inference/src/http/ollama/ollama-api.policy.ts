import type {
  ChatFrame,
  ChatRequest,
  ModelInfo,
  OllamaChat,
  OllamaChatReply,
  OllamaGenerate,
  OllamaGenerateReply,
  OllamaModel,
  ToolCall,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { openAiMessages, withPictures } from './ollama-messages.policy.js';

/** Ollama's names end in `:latest` where nothing else is said. */
export function plainName(model: string): string {
  return model.replace(/:latest$/, '');
}

/** Ollama's parameters in OpenAI's words; what only it has passes through to an engine that takes it. */
const RENAMED: Readonly<Record<string, string>> = { num_predict: 'max_tokens' };

export function chatRequestOf(request: OllamaChat): ChatRequest {
  const messages = openAiMessages(request.messages);
  return { ...settingsOf(request), model: plainName(request.model), messages, ...(request.tools ? { tools: request.tools } : {}) };
}

export function generateRequestOf(request: OllamaGenerate): ChatRequest {
  const system = request.system ? [{ role: 'system' as const, content: request.system }] : [];
  const messages = [...system, { role: 'user' as const, content: withPictures(request.prompt, request.images) }];
  return { ...settingsOf(request), model: plainName(request.model), messages };
}

/** For Ollama itself as it is; for the others in the words of vLLM's and llama-server's templates, and of OpenAI. */
function thinkingOf(think: OllamaChat['think']): object {
  if (think === undefined || think === null) return {};
  const effort = typeof think === 'string' ? { reasoning_effort: think } : {};
  return { think, chat_template_kwargs: { enable_thinking: think !== false }, ...effort };
}

function settingsOf({ options, format, think }: Pick<OllamaChat, 'options' | 'format' | 'think'>): object {
  const named = Object.entries(options ?? {})
    // The context length is the backend's own; a negative limit means none.
    .filter(([name, value]) => name !== 'num_ctx' && !(name === 'num_predict' && Number(value) < 1))
    .map(([name, value]) => [RENAMED[name] ?? name, value]);
  return { ...Object.fromEntries(named), ...responseFormat(format), ...thinkingOf(think) };
}

function responseFormat(format: OllamaChat['format']): object {
  if (!format) return {};
  if (format === 'json') return { response_format: { type: 'json_object' } };
  return { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: format } } };
}

const NS_PER_MS = 1_000_000;

type OllamaReply = OllamaChatReply | OllamaGenerateReply;

/** A frame as a line of /api/chat or /api/generate, which differ in where the text stands. */
export function ollamaLine(frame: ChatFrame, model: string, kind: 'chat' | 'generate'): OllamaReply {
  const head = { model, created_at: new Date().toISOString() };
  if (frame.type === 'delta') return { ...head, ...said({ text: frame.content, thinking: frame.thinking }, kind), done: false };
  const { usage, totalMs, timeToFirstTokenMs, finishReason, toolCalls } = frame;
  return {
    ...head,
    ...said({ text: '', toolCalls }, kind),
    done: true,
    done_reason: finishReason === 'length' ? 'length' : 'stop',
    total_duration: Math.round(totalMs * NS_PER_MS),
    load_duration: 0,
    prompt_eval_count: usage.prompt_tokens,
    prompt_eval_duration: Math.round(timeToFirstTokenMs * NS_PER_MS),
    eval_count: usage.completion_tokens,
    eval_duration: Math.round(Math.max(0, totalMs - timeToFirstTokenMs) * NS_PER_MS),
  };
}

/** The lines of a whole answer in one object. */
export function ollamaWhole(whole: Whole, last: ChatFrame, model: string, kind: 'chat' | 'generate'): OllamaReply {
  const toolCalls = last.type === 'done' ? last.toolCalls : undefined;
  return { ...ollamaLine(last, model, kind), ...said({ ...whole, toolCalls }, kind) };
}

/** What a model has said. */
interface Whole {
  readonly text: string;
  readonly thinking?: string | undefined;
  readonly toolCalls?: readonly ToolCall[] | undefined;
}
type Said = Pick<OllamaChatReply, 'message'> | Pick<OllamaGenerateReply, 'response' | 'thinking'>;

function said({ text, thinking: thought, toolCalls }: Whole, kind: 'chat' | 'generate'): Said {
  const thinking = thought ? { thinking: thought } : {};
  if (kind === 'generate') return { response: text, ...thinking };
  const tool_calls = toolCalls?.map(({ id, function: called }) => ({
    id,
    function: { name: called.name, arguments: argumentsOf(called) },
  }));
  return { message: { role: 'assistant', content: text, ...thinking, ...(tool_calls ? { tool_calls } : {}) } };
}

/** Ollama's clients read an object. @throws AppError UNAVAILABLE where the model's text is none, such as one that max_tokens cut */
function argumentsOf({ name, arguments: text }: { name: string; arguments: string }): Record<string, unknown> {
  try {
    return JSON.parse(text || '{}') as Record<string, unknown>;
  } catch {
    const message = `The model called ${name} with arguments that are not whole JSON; allow more tokens, or ask again`;
    throw new AppError('UNAVAILABLE', message);
  }
}

/** What is known of a model that another program may hold. */
export function ollamaModel({ id, contextLength }: ModelInfo): OllamaModel {
  const details = { parent_model: '', format: '', family: '', families: [], parameter_size: '', quantization_level: '' };
  return {
    name: id,
    model: id,
    modified_at: new Date(0).toISOString(),
    size: 0,
    digest: '',
    details: { ...details, ...(contextLength ? { context_length: contextLength } : {}) },
  };
}

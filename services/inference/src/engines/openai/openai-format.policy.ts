import { type FinishReason, finishReasonSchema, type Usage, usageSchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { ToolCallDelta } from './tool-calls.policy.js';

interface ChunkDelta {
  readonly content?: string | null;
  readonly tool_calls?: readonly ToolCallDelta[] | null;
}
interface EngineChunk {
  readonly choices?: readonly { readonly delta?: ChunkDelta; readonly finish_reason?: string | null }[];
  readonly usage?: unknown;
  readonly error?: { readonly message?: string };
}

export interface ReadChunk {
  readonly content: string;
  readonly toolCalls: readonly ToolCallDelta[];
  readonly finishReason: FinishReason | undefined;
  readonly usage: Usage | undefined;
  /** Nothing but usage: what a client that didn't ask for it must not see. */
  readonly isUsageOnly: boolean;
}

/** @throws AppError UNAVAILABLE when the engine says in its stream that it failed, or writes what is no chunk */
export function readChunk(data: string): ReadChunk {
  const chunk = parseChunk(data);
  const choice = chunk.choices?.[0];
  const usage = usageOf(chunk.usage);
  return {
    ...saidBy(choice?.delta),
    finishReason: finishReasonOf(choice?.finish_reason),
    usage,
    isUsageOnly: choice === undefined && usage !== undefined,
  };
}

function saidBy(delta: ChunkDelta | undefined): Pick<ReadChunk, 'content' | 'toolCalls'> {
  return { content: delta?.content ?? '', toolCalls: delta?.tool_calls ?? [] };
}

function parseChunk(data: string): EngineChunk {
  const chunk = parseObject(data) as EngineChunk;
  if (!chunk.error) return chunk;
  throw new AppError('UNAVAILABLE', `The engine failed in the middle of its answer: ${chunk.error.message ?? 'no reason given'}`);
}

/** @throws AppError UNAVAILABLE for a body that is no completion */
export function readCompletion(body: string): { readonly usage: Usage | undefined } {
  const completion = parseObject(body) as { choices?: { message?: object; text?: string }[]; usage?: unknown };
  const choice = Array.isArray(completion.choices) ? completion.choices[0] : undefined;
  if (typeof choice?.message !== 'object' && typeof choice?.text !== 'string')
    throw new AppError('UNAVAILABLE', "The engine's answer is no completion: it has neither choices[0].message nor choices[0].text");
  return { usage: usageOf(completion.usage) };
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new AppError('UNAVAILABLE', 'The engine wrote something that is not JSON; is it an OpenAI-compatible server?');
}

function usageOf(value: unknown): Usage | undefined {
  if (value === undefined || value === null) return undefined;
  const parsed = usageSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function finishReasonOf(value: string | null | undefined): FinishReason | undefined {
  if (value === null || value === undefined) return undefined;
  const parsed = finishReasonSchema.safeParse(value);
  return parsed.success ? parsed.data : 'stop';
}

/** An engine's refusal in our words: what the caller can correct keeps the engine's own message. */
export function engineRefusal(status: number, body: string, retryAfter: string | undefined): AppError {
  const message = messageOf(body) ?? `status ${status}`;
  switch (status) {
    case 401:
    case 403:
      return new AppError('FAILED_PRECONDITION', 'The engine refuses our key; set OPENAI_API_KEY_FILE to one it takes');
    case 404:
      return new AppError('NOT_FOUND', `The engine does not know this: ${message}`);
    case 408:
    case 504:
      return new AppError('DEADLINE_EXCEEDED', `The engine took too long: ${message}`);
    case 429: {
      const retryAfterSeconds = Number(retryAfter) > 0 ? Number(retryAfter) : 1;
      return new AppError('RESOURCE_EXHAUSTED', `The engine is busy: ${message}`, { details: { retryAfterSeconds } });
    }
    default:
      if (status < 500) return new AppError('INVALID_ARGUMENT', `The engine refuses the request: ${message}`);
      return new AppError('UNAVAILABLE', `The engine failed: ${message}`);
  }
}

/** OpenAI, vLLM and llama-server: `{error: {message}}`; Ollama and older vLLM: `{error: text}` or `{message}`. */
function messageOf(body: string): string | undefined {
  try {
    const { error, message } = JSON.parse(body) as { error?: { message?: string } | string; message?: string };
    return (typeof error === 'string' ? error : error?.message) ?? message;
  } catch {
    return undefined;
  }
}

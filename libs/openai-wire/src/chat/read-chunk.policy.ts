import { type FinishReason, MAX_TOKEN_CHOICES, type TokenChoices, type Usage } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { toldBy } from '../errors/envelopes.policy.js';
import { finishReasonOf, parseObject, usageOf } from './read-parts.policy.js';
import type { ToolCallDelta } from './tool-calls.policy.js';

interface ChunkDelta {
  readonly content?: string | null;
  /** A reasoning model's thoughts: the older name is vLLM's and DeepSeek's, the newer one vLLM's since 0.12 and OpenRouter's. */
  readonly reasoning_content?: string | null;
  readonly reasoning?: string | null;
  readonly tool_calls?: readonly ToolCallDelta[] | null;
}
interface ChunkLogprobs {
  readonly content?: readonly { readonly top_logprobs?: readonly { readonly token: string; readonly logprob: number }[] }[] | null;
}
interface EngineChunk {
  readonly choices?: readonly {
    readonly delta?: ChunkDelta;
    readonly finish_reason?: string | null;
    readonly logprobs?: ChunkLogprobs | null;
  }[];
  readonly usage?: unknown;
  readonly error?: { readonly message?: string; readonly code?: unknown; readonly param?: unknown };
}

export interface ReadChunk {
  readonly content: string;
  readonly thinking: string;
  readonly toolCalls: readonly ToolCallDelta[];
  readonly finishReason: FinishReason | undefined;
  readonly usage: Usage | undefined;
  /** What the chunk's first token could have been, where its log probabilities were asked for. */
  readonly choices: TokenChoices | undefined;
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
    choices: choicesOf(choice?.logprobs),
    isUsageOnly: choice === undefined && usage !== undefined,
  };
}

function saidBy(delta: ChunkDelta | undefined): Pick<ReadChunk, 'content' | 'thinking' | 'toolCalls'> {
  const { content, reasoning_content, reasoning, tool_calls } = delta ?? {};
  return { content: content ?? '', thinking: reasoning_content ?? reasoning ?? '', toolCalls: tool_calls ?? [] };
}

function choicesOf(logprobs: ChunkLogprobs | null | undefined): TokenChoices | undefined {
  const top = logprobs?.content?.[0]?.top_logprobs;
  return top?.slice(0, MAX_TOKEN_CHOICES).map(({ token, logprob }) => ({ text: token, logprob }));
}

function parseChunk(data: string): EngineChunk {
  const chunk = parseObject(data) as EngineChunk;
  if (!chunk.error) return chunk;
  throw new AppError('UNAVAILABLE', `The engine failed in the middle of its answer: ${chunk.error.message ?? 'no reason given'}`, {
    details: toldBy(chunk.error),
  });
}

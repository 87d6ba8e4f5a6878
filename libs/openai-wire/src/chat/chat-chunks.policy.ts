import type { FinishReason, TokenChoices, ToolCall, Usage } from '@docmind/contracts';
import { type ChoiceLogprobs, logprobsOf } from './logprobs.policy.js';

/** What all chunks of one answer share, and a whole completion too. */
export interface AnswerHead {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly model: string;
  readonly system_fingerprint?: string;
}

export interface ChunkDelta {
  readonly role?: 'assistant';
  readonly content?: string;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly (ToolCall & { readonly index: number })[];
}

export interface ChatChunk extends AnswerHead {
  readonly object: 'chat.completion.chunk';
  readonly choices: readonly { index: 0; delta: ChunkDelta; logprobs: ChoiceLogprobs | null; finish_reason: FinishReason | null }[];
  readonly usage?: Usage | object | null;
}

/**
 * OpenAI's stream of one answer: the role, the text in parts, the reason of the end, and the usage where it was asked for. With usage asked for
 * every other chunk says `usage: null`, as OpenAI's do.
 */
export class ChatChunks {
  constructor(
    private readonly head: AnswerHead,
    private readonly showUsage: boolean,
  ) {}

  opening(): ChatChunk {
    return this.chunk({ role: 'assistant', content: '' }, null);
  }

  text(content: string): ChatChunk {
    return this.chunk({ content }, null);
  }

  thought(reasoning_content: string): ChatChunk {
    return this.chunk({ reasoning_content }, null);
  }

  closing(reason: FinishReason, toolCalls?: readonly ToolCall[], firstToken?: TokenChoices): ChatChunk {
    const calls = toolCalls?.map((call, index) => ({ index, ...call }));
    return this.chunk(calls ? { tool_calls: calls } : {}, reason, logprobsOf(firstToken));
  }

  /** The last chunk; undefined where nobody asked for it. */
  usage(usage: Usage | object | undefined): ChatChunk | undefined {
    if (!this.showUsage || usage === undefined) return undefined;
    return { ...this.head, object: 'chat.completion.chunk', choices: [], usage };
  }

  private chunk(delta: ChunkDelta, finish_reason: FinishReason | null, logprobs: ChoiceLogprobs | null = null): ChatChunk {
    const choices = [{ index: 0 as const, delta, logprobs, finish_reason }];
    return { ...this.head, object: 'chat.completion.chunk', choices, ...(this.showUsage ? { usage: null } : {}) };
  }
}

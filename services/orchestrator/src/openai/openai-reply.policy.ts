import type { DocmindExtras, FinishReason, Usage } from '@docmind/contracts';
import type { QueryOutcome } from '../query/query.types.js';
import { DOCMIND_MODEL } from './chat-question.policy.js';

export interface ChatCompletion {
  id: string;
  object: 'chat.completion';
  created: number;
  model: string;
  choices: { index: 0; message: { role: 'assistant'; content: string; refusal: null }; logprobs: null; finish_reason: FinishReason }[];
  usage: Usage;
  /** Not OpenAI's: where the answer comes from. */
  docmind: DocmindExtras;
}
export interface ChatCompletionChunk {
  id: string;
  object: 'chat.completion.chunk';
  created: number;
  model: string;
  choices: { index: 0; delta: { role?: 'assistant'; content?: string }; logprobs: null; finish_reason: FinishReason | null }[];
  usage?: Usage | null;
  docmind?: DocmindExtras;
}

export function completionOf({ reply, finishReason }: QueryOutcome, createdSeconds: number): ChatCompletion {
  const message = { role: 'assistant' as const, content: reply.answer, refusal: null };
  return {
    id: chatIdOf(reply.id),
    object: 'chat.completion',
    created: createdSeconds,
    model: DOCMIND_MODEL,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    usage: reply.usage,
    docmind: extrasOf(reply),
  };
}

/** Chunks of one stream share id and time; with usage asked for, every chunk but the last carries `usage: null`, as OpenAI's do. */
export class ChunkBuilder {
  constructor(
    private readonly queryId: string,
    private readonly createdSeconds: number,
    private readonly withUsage: boolean,
  ) {}

  opening(): ChatCompletionChunk {
    return this.chunk({ role: 'assistant', content: '' }, null);
  }

  delta(content: string): ChatCompletionChunk {
    return this.chunk({ content }, null);
  }

  closing({ reply, finishReason }: QueryOutcome): ChatCompletionChunk[] {
    const last = { ...this.chunk({}, finishReason), docmind: extrasOf(reply) };
    return this.withUsage ? [last, { ...this.chunk({}, null), choices: [], usage: reply.usage }] : [last];
  }

  private chunk(delta: { role?: 'assistant'; content?: string }, finish: FinishReason | null): ChatCompletionChunk {
    return {
      id: chatIdOf(this.queryId),
      object: 'chat.completion.chunk',
      created: this.createdSeconds,
      model: DOCMIND_MODEL,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(this.withUsage ? { usage: null } : {}),
    };
  }
}

function extrasOf({ sources, cache, validation }: QueryOutcome['reply']): DocmindExtras {
  return { sources, cache, validation };
}

function chatIdOf(queryId: string): string {
  return queryId.replace(/^query-/, 'chatcmpl-');
}

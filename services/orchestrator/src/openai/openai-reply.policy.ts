import type { DocmindExtras } from '@docmind/contracts';
import { type AnswerHead, type ChatChunk, type ChatChunks, type ChatCompletion, chatCompletion } from '@docmind/openai-wire';
import type { QueryOutcome } from '../query/query.types.js';
import { DOCMIND_MODEL } from './chat-question.policy.js';

/** What isn't OpenAI's: where the answer comes from. */
interface WithExtras {
  readonly docmind: DocmindExtras;
}

export function headOf(queryId: string, created: number): AnswerHead {
  return { id: queryId.replace(/^query-/, 'chatcmpl-'), created, model: DOCMIND_MODEL };
}

export function completionOf({ reply, finishReason }: QueryOutcome, created: number): ChatCompletion & WithExtras {
  const answer = { content: reply.answer, finishReason, usage: reply.usage };
  return { ...chatCompletion(headOf(reply.id, created), answer), docmind: extrasOf(reply) };
}

/** The chunks after the last of the text. */
export function closingOf(chunks: ChatChunks, { reply, finishReason }: QueryOutcome): ChatChunk[] {
  const last: ChatChunk & WithExtras = { ...chunks.closing(finishReason), docmind: extrasOf(reply) };
  const usage = chunks.usage(reply.usage);
  return usage ? [last, usage] : [last];
}

export function extrasOf({ sources, nearest, cache, validation, degraded }: QueryOutcome['reply']): DocmindExtras {
  return { sources, nearest, cache, validation, degraded };
}

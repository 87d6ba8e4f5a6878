import { type EventForm, sendEvents } from '@docmind/bootstrap';
import { type ChatChunk, ChatChunks, openAiEnvelope, SSE_DONE, sseEvent } from '@docmind/openai-wire';
import type { FastifyReply } from 'fastify';
import type { AnswerForm } from '../query/event-stream.js';
import { closingOf, headOf } from './openai-reply.policy.js';

export function completionForm(queryId: string, withUsage: boolean): AnswerForm {
  const chunks = new ChatChunks(headOf(queryId, Math.floor(Date.now() / 1_000)), withUsage);
  return {
    ...CHUNKS,
    opening: () => sseEvent(chunks.opening()),
    of: (event) => {
      const parts = event.type === 'delta' ? [chunks.text(event.text)] : closingOf(chunks, event.outcome);
      return parts.map((part) => sseEvent(part)).join('');
    },
  };
}

/** A broken answer has no [DONE]: a client must not take it for a whole one. */
const CHUNKS = {
  ending: () => SSE_DONE,
  failing: (error) => sseEvent(openAiEnvelope(error)),
} satisfies Partial<EventForm<never>>;

/** Chunks that are made elsewhere. */
export function streamChunks(chunks: AsyncGenerator<ChatChunk, void, undefined>, reply: FastifyReply): Promise<void> {
  return sendEvents(chunks, { ...CHUNKS, of: (chunk) => sseEvent(chunk) }, reply);
}

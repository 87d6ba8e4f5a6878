import { StreamReply } from '@docmind/bootstrap';
import { cacheHeaders } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import { type ChatChunk, ChatChunks, openAiEnvelope, SSE_DONE, sseEvent } from '@docmind/openai-wire';
import type { FastifyReply } from 'fastify';
import { openEvents } from '../query/event-stream.js';
import type { QueryEvent } from '../query/query.types.js';
import { closingOf, headOf } from './openai-reply.policy.js';

export async function streamCompletion(
  events: AsyncGenerator<QueryEvent, void, undefined>,
  reply: FastifyReply,
  withUsage: boolean,
): Promise<void> {
  const { start, rest } = await openEvents(events);
  const stream = StreamReply.open(reply, { headers: cacheHeaders(start.cache) });
  const chunks = new ChatChunks(headOf(start.id, Math.floor(Date.now() / 1_000)), withUsage);
  let last = SSE_DONE;
  try {
    await stream.write(sseEvent(chunks.opening()));
    for await (const event of rest) {
      const parts = event.type === 'delta' ? [chunks.text(event.text)] : closingOf(chunks, event.outcome);
      for (const part of parts) await stream.write(sseEvent(part));
    }
  } catch (thrown) {
    // Without [DONE]: a client must not take a broken answer for a whole one.
    last = sseEvent(openAiEnvelope(toAppError(thrown)));
  } finally {
    stream.end(last);
  }
}

/** Chunks that are made elsewhere. Nothing is sent before the first, so that a failure until then has its own status. */
export async function streamChunks(chunks: AsyncGenerator<ChatChunk, void, undefined>, reply: FastifyReply): Promise<void> {
  let next = await chunks.next();
  const stream = StreamReply.open(reply);
  let last = SSE_DONE;
  try {
    for (; !next.done; next = await chunks.next()) await stream.write(sseEvent(next.value));
  } catch (thrown) {
    last = sseEvent(openAiEnvelope(toAppError(thrown)));
  } finally {
    await chunks.return();
    stream.end(last);
  }
}

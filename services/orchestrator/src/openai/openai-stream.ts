import { cacheHeaders } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import { openAiEnvelope } from '@docmind/openai-wire';
import { openEvents } from '../query/event-stream.js';
import { SseWriter, type StreamReply } from '../http/sse.js';
import type { QueryEvent } from '../query/query.types.js';
import { ChunkBuilder } from './openai-reply.policy.js';

export async function streamCompletion(
  events: AsyncGenerator<QueryEvent, void, undefined>,
  reply: StreamReply,
  withUsage: boolean,
): Promise<void> {
  const { start, rest } = await openEvents(events);
  const writer = new SseWriter(reply, cacheHeaders(start.cache));
  const chunks = new ChunkBuilder(start.id, Math.floor(Date.now() / 1_000), withUsage);
  try {
    await writer.send(chunks.opening());
    for await (const event of rest) {
      if (event.type === 'delta') await writer.send(chunks.delta(event.text));
      else for (const chunk of chunks.closing(event.outcome)) await writer.send(chunk);
    }
    await writer.send('[DONE]');
  } catch (thrown) {
    // Without [DONE]: a client must not take a broken answer for a whole one.
    await writer.send(openAiEnvelope(toAppError(thrown)));
  } finally {
    writer.end();
  }
}

import { StreamReply } from '@docmind/bootstrap';
import { cacheHeaders } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import { sseEvent } from '@docmind/openai-wire';
import type { FastifyReply } from 'fastify';
import { openEvents } from './event-stream.js';
import type { QueryEvent } from './query.types.js';

/** `delta` {text}, then `sources`, then `done` with the whole reply; `error` instead where it fails midway. */
export async function streamQuery(events: AsyncGenerator<QueryEvent, void, undefined>, reply: FastifyReply): Promise<void> {
  const { start, rest } = await openEvents(events);
  const stream = StreamReply.open(reply, { headers: cacheHeaders(start.cache) });
  let last = '';
  try {
    for await (const event of rest) {
      if (event.type === 'delta') {
        await stream.write(sseEvent({ text: event.text }, 'delta'));
        continue;
      }
      await stream.write(sseEvent({ sources: event.outcome.reply.sources }, 'sources'));
      await stream.write(sseEvent(event.outcome.reply, 'done'));
    }
  } catch (thrown) {
    last = sseEvent({ error: toAppError(thrown).toWire() }, 'error');
  } finally {
    stream.end(last);
  }
}

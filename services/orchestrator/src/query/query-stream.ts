import { cacheHeaders } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import { openEvents } from './event-stream.js';
import { SseWriter, type StreamReply } from '../http/sse.js';
import type { QueryEvent } from './query.types.js';

/** `delta` {text}, then `sources`, then `done` with the whole reply; `error` instead where it fails midway. */
export async function streamQuery(events: AsyncGenerator<QueryEvent, void, undefined>, reply: StreamReply): Promise<void> {
  const { start, rest } = await openEvents(events);
  const writer = new SseWriter(reply, cacheHeaders(start.cache));
  try {
    for await (const event of rest) {
      if (event.type === 'delta') {
        await writer.send({ text: event.text }, 'delta');
        continue;
      }
      await writer.send({ sources: event.outcome.reply.sources }, 'sources');
      await writer.send(event.outcome.reply, 'done');
    }
  } catch (thrown) {
    await writer.send({ error: toAppError(thrown).toWire() }, 'error');
  } finally {
    writer.end();
  }
}

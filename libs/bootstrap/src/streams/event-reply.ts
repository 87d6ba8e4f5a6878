import { type AppError, toAppError } from '@docmind/errors';
import type { FastifyReply } from 'fastify';
import { StreamReply } from './stream-reply.js';

/** One answer's events in the form that a client reads. */
export interface EventForm<Frame> {
  opening?(): string;
  of(frame: Frame): string | Buffer;
  /** After the last frame of an answer that is whole. */
  ending?(): string;
  failing(error: AppError): string;
}

/**
 * A failure before the first frame is thrown, so it gets a status of its own; a later one becomes an event.
 * @param beforeFirst what sets headers that only the first frame tells
 */
export async function sendEvents<Frame>(
  frames: AsyncGenerator<Frame, void, undefined>,
  form: EventForm<Frame>,
  reply: FastifyReply,
  beforeFirst?: () => void,
): Promise<void> {
  let next = await frames.next();
  beforeFirst?.();
  const sse = StreamReply.open(reply);
  let last = '';
  try {
    if (form.opening) await sse.write(form.opening());
    for (; !next.done; next = await frames.next()) {
      const waiting = sse.write(form.of(next.value));
      if (waiting) await waiting;
    }
    last = form.ending?.() ?? '';
  } catch (thrown) {
    last = form.failing(toAppError(thrown));
  } finally {
    await frames.return();
    sse.end(last);
  }
}

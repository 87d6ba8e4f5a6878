import { StreamReply } from '@docmind/bootstrap';
import { type AppError, toAppError } from '@docmind/errors';
import type { FastifyReply } from 'fastify';
import type { GenerationNotes } from '../../chat/chat.service.js';
import { showNotes } from './notes-header.js';

/** One answer's events in the form that a client reads. */
export interface EventForm<Frame> {
  opening?(): string;
  of(frame: Frame): string | Buffer;
  failing(error: AppError): string;
}

/** A failure before the first frame is thrown, so it gets a status of its own; a later one becomes an event. */
export async function sendEvents<Frame>(
  frames: AsyncGenerator<Frame, void, undefined>,
  form: EventForm<Frame>,
  notes: GenerationNotes,
  reply: FastifyReply,
): Promise<void> {
  let next = await frames.next();
  showNotes(notes, reply);
  const sse = StreamReply.open(reply);
  let last = '';
  try {
    if (form.opening) await sse.write(form.opening());
    for (; !next.done; next = await frames.next()) {
      const waiting = sse.write(form.of(next.value));
      if (waiting) await waiting;
    }
  } catch (thrown) {
    last = form.failing(toAppError(thrown));
  } finally {
    await frames.return();
    sse.end(last);
  }
}

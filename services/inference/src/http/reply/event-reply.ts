import { StreamReply } from '@docmind/bootstrap';
import type { ChatFrame } from '@docmind/contracts';
import { type AppError, toAppError } from '@docmind/errors';
import type { FastifyReply } from 'fastify';
import type { GenerationNotes } from '../../chat/chat.service.js';
import { showNotes } from './notes-header.js';

/** One answer's events in the form that a client reads. */
export interface EventForm {
  opening(): string;
  of(frame: ChatFrame): string;
  failing(error: AppError): string;
}

/** A failure before the first frame is thrown, so it gets a status of its own; a later one becomes an event. */
export async function sendEvents(
  frames: AsyncGenerator<ChatFrame, void, undefined>,
  form: EventForm,
  notes: GenerationNotes,
  reply: FastifyReply,
): Promise<void> {
  let next = await frames.next();
  showNotes(notes, reply);
  const sse = StreamReply.open(reply);
  let last = '';
  try {
    await sse.write(form.opening());
    for (; !next.done; next = await frames.next()) await sse.write(form.of(next.value));
  } catch (thrown) {
    last = form.failing(toAppError(thrown));
  } finally {
    await frames.return();
    sse.end(last);
  }
}

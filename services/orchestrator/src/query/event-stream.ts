import { type EventForm, sendEvents } from '@docmind/bootstrap';
import { cacheHeaders } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { FastifyReply } from 'fastify';
import type { QueryEvent } from './query.types.js';

type StartEvent = Extract<QueryEvent, { type: 'start' }>;
type LaterEvent = Exclude<QueryEvent, { type: 'start' }>;

/** How a dialect writes an answer that has started. */
export type AnswerForm = EventForm<LaterEvent>;

/** An answer in the form that a client reads; its headers tell of the cache. */
export async function streamAnswer(
  events: AsyncGenerator<QueryEvent, void, undefined>,
  formOf: (queryId: string) => AnswerForm,
  reply: FastifyReply,
): Promise<void> {
  const { start, rest } = await openEvents(events);
  void reply.headers(cacheHeaders(start.cache));
  return sendEvents(rest, formOf(start.id), reply);
}

/**
 * Waits for the first event after `start`, so that a failure before the first token is still an HTTP error with its own status, and only later
 * ones are error events.
 */
async function openEvents(
  events: AsyncGenerator<QueryEvent, void, undefined>,
): Promise<{ start: StartEvent; rest: AsyncGenerator<LaterEvent, void, undefined> }> {
  const start = await events.next();
  if (start.done || start.value.type !== 'start') throw new AppError('INTERNAL', 'The answer did not start');
  const first = await events.next();
  return { start: start.value, rest: remaining(first, events) };
}

async function* remaining(
  first: IteratorResult<QueryEvent, void>,
  events: AsyncGenerator<QueryEvent, void, undefined>,
): AsyncGenerator<LaterEvent, void, undefined> {
  try {
    for (let next = first; !next.done; next = await events.next()) if (next.value.type !== 'start') yield next.value;
  } finally {
    await events.return();
  }
}

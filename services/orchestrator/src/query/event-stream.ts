import { AppError } from '@docmind/errors';
import type { QueryEvent } from './query.types.js';

type StartEvent = Extract<QueryEvent, { type: 'start' }>;
export type LaterEvent = Exclude<QueryEvent, { type: 'start' }>;

/**
 * Waits for the first event after `start`, so that a failure before the first token is still an HTTP error with its own status, and only later
 * ones are error events.
 */
export async function openEvents(
  events: AsyncGenerator<QueryEvent, void, undefined>,
): Promise<{ start: StartEvent; rest: AsyncGenerator<LaterEvent> }> {
  const start = await events.next();
  if (start.done || start.value.type !== 'start') throw new AppError('INTERNAL', 'The answer did not start');
  const first = await events.next();
  return { start: start.value, rest: remaining(first, events) };
}

async function* remaining(
  first: IteratorResult<QueryEvent, void>,
  events: AsyncGenerator<QueryEvent, void, undefined>,
): AsyncGenerator<LaterEvent> {
  try {
    for (let next = first; !next.done; next = await events.next()) if (next.value.type !== 'start') yield next.value;
  } finally {
    await events.return();
  }
}

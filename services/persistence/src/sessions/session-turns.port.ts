import { AppError } from '@docmind/errors';

/** A replica that ended without leaving holds its session up no longer. Whoever waits or works asks more often than that. */
export const TURN_LEASE_MS = 5_000;
export const MOST_IN_LINE = 32;

/** Whose turn it is in each session, first come first served, for all replicas of those that ask. */
export abstract class SessionTurns {
  /**
   * Joins the line, or says that one is still there. To be asked again until it is true, and from then on to keep the turn.
   * @returns whether it is this ticket's turn
   * @throws AppError RESOURCE_EXHAUSTED when too many wait already
   */
  abstract enter(tenant: string, sessionId: string, ticket: string): Promise<boolean>;
  abstract leave(tenant: string, sessionId: string, ticket: string): Promise<void>;
}

export function tooManyInLine(sessionId: string): AppError {
  const message = `${MOST_IN_LINE} questions of the session '${sessionId}' are waiting: its questions are answered one after another`;
  return new AppError('RESOURCE_EXHAUSTED', message, { retryable: true });
}

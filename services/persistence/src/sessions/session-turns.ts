import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';

interface Place {
  readonly ticket: string;
  expiresAt: number;
}

/** A replica that ended without leaving holds its session up no longer. Whoever waits or works asks more often than that. */
const LEASE_MS = 5_000;
const MOST_IN_LINE = 32;
/** Lines beyond these are looked through for those that everybody has left. */
const MANY_LINES = 10_000;

/**
 * Whose turn it is in each session, first come first served, for all replicas of those that ask. Kept in memory: this service is one process,
 * and after a restart of it whoever works enters anew before the line has formed again.
 */
@Injectable()
export class SessionTurns {
  private readonly lines = new Map<string, Place[]>();

  /**
   * Joins the line, or says that one is still there. To be asked again until it is true, and from then on to keep the turn.
   * @returns whether it is this ticket's turn
   * @throws AppError RESOURCE_EXHAUSTED when too many wait already
   */
  enter(tenant: string, sessionId: string, ticket: string, now = Date.now()): boolean {
    const key = keyOf(tenant, sessionId);
    const line = (this.lines.get(key) ?? []).filter((place) => place.ticket === ticket || place.expiresAt > now);
    const own = line.find((place) => place.ticket === ticket);
    if (own === undefined && line.length >= MOST_IN_LINE) throw tooMany(sessionId);
    if (own === undefined) line.push({ ticket, expiresAt: now + LEASE_MS });
    else own.expiresAt = now + LEASE_MS;
    this.lines.set(key, line);
    if (this.lines.size > MANY_LINES) this.sweep(now);
    return line[0]?.ticket === ticket;
  }

  leave(tenant: string, sessionId: string, ticket: string): void {
    const key = keyOf(tenant, sessionId);
    const left = (this.lines.get(key) ?? []).filter((place) => place.ticket !== ticket);
    if (left.length === 0) this.lines.delete(key);
    else this.lines.set(key, left);
  }

  get size(): number {
    return this.lines.size;
  }

  private sweep(now: number): void {
    for (const [key, line] of this.lines) if (line.every((place) => place.expiresAt <= now)) this.lines.delete(key);
  }
}

function keyOf(tenant: string, sessionId: string): string {
  return JSON.stringify([tenant, sessionId]);
}

function tooMany(sessionId: string): AppError {
  const message = `${MOST_IN_LINE} questions of the session '${sessionId}' are waiting: its questions are answered one after another`;
  return new AppError('RESOURCE_EXHAUSTED', message, { retryable: true });
}

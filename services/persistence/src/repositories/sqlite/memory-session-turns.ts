import { Injectable } from '@nestjs/common';
import { MOST_IN_LINE, SessionTurns, tooManyInLine, TURN_LEASE_MS } from '../../sessions/session-turns.port.js';

interface Place {
  readonly ticket: string;
  expiresAt: number;
}

/** Lines beyond these are looked through for those that everybody has left. */
const MANY_LINES = 10_000;

/** The lines in memory: this service is one process, and after a restart of it whoever works enters anew before the line has formed again. */
@Injectable()
export class MemorySessionTurns extends SessionTurns {
  private readonly lines = new Map<string, Place[]>();

  async enter(tenant: string, sessionId: string, ticket: string, now = Date.now()): Promise<boolean> {
    const key = keyOf(tenant, sessionId);
    const line = (this.lines.get(key) ?? []).filter((place) => place.ticket === ticket || place.expiresAt > now);
    const own = line.find((place) => place.ticket === ticket);
    if (own === undefined && line.length >= MOST_IN_LINE) throw tooManyInLine(sessionId);
    if (own === undefined) line.push({ ticket, expiresAt: now + TURN_LEASE_MS });
    else own.expiresAt = now + TURN_LEASE_MS;
    this.lines.set(key, line);
    if (this.lines.size > MANY_LINES) this.sweep(now);
    return line[0]?.ticket === ticket;
  }

  async leave(tenant: string, sessionId: string, ticket: string): Promise<void> {
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

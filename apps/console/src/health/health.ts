import type { ReadyReply } from '@docmind/contracts';
import { signal } from '@preact/signals';

export interface Health {
  readonly state: 'unknown' | 'up' | 'down' | 'unreachable';
  readonly parts: ReadyReply['details'];
}

const EVERY_MS = 15_000;
export const health = signal<Health>({ state: 'unknown', parts: {} });

/** The door's own readiness is open to all and says which part is down; 503 comes with the same body. */
export async function lookAtHealth(): Promise<void> {
  try {
    const response = await fetch('/health/ready', { cache: 'no-store' });
    const ready = (await response.json()) as ReadyReply;
    health.value = { state: ready.status === 'ok' ? 'up' : 'down', parts: ready.details };
  } catch {
    health.value = { state: 'unreachable', parts: {} };
  }
}

/** Looks at once and again and again, not while nobody sees the page. @returns what ends it */
export function whileSeen(look: () => Promise<void>, everyMs: number): () => void {
  const lookIfSeen = () => {
    if (document.visibilityState === 'visible') void look();
  };
  lookIfSeen();
  const timer = setInterval(lookIfSeen, everyMs);
  return () => clearInterval(timer);
}

export const watchHealth = () => whileSeen(lookAtHealth, EVERY_MS);

import type { ReadyReply } from '@docmind/contracts';
import { signal } from '@preact/signals';
import { onHint } from '../door/door.js';

export interface Health {
  readonly state: 'unknown' | 'up' | 'down' | 'unreachable';
  readonly parts: ReadyReply['details'];
}

const EVERY_MS = 15_000;
/** A door that is asked and says nothing for so long isn't reached either. */
const LIMIT_MS = 10_000;
export const health = signal<Health>({ state: 'unknown', parts: {} });

let isLooking = false;

/** The door's own readiness is open to all and says which part is down; 503 comes with the same body. */
export async function lookAtHealth(): Promise<void> {
  if (isLooking) return;
  isLooking = true;
  try {
    const response = await fetch('/health/ready', { cache: 'no-store', signal: AbortSignal.timeout(LIMIT_MS) });
    const ready = (await response.json()) as ReadyReply;
    health.value = { state: ready.status === 'ok' ? 'up' : 'down', parts: ready.details };
  } catch {
    health.value = { state: 'unreachable', parts: {} };
  } finally {
    isLooking = false;
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

/** Also when a reply says another thing than the sign: a question that failed is a moment at which people look there. */
export function watchHealth(): () => void {
  const stop = whileSeen(lookAtHealth, EVERY_MS);
  const forget = onHint((isWell) => void (isWell !== (health.value.state === 'up') && lookAtHealth()));
  return () => {
    stop();
    forget();
  };
}

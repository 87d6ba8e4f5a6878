import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceState } from '../client/service-probe.js';
import { say } from './terminal.js';

const CLEAR = '\u001b[H\u001b[J';

export interface Screen {
  /** A terminal is drawn anew at each look; elsewhere, as in a log, each change is a line. */
  readonly isTerminal: boolean;
  readonly shown: (states: readonly ServiceState[]) => string;
}

/** Looks again and again until `stop` says so. */
export async function watchStatus(
  look: () => Promise<readonly ServiceState[]>,
  intervalMs: number,
  stop: AbortSignal,
  { isTerminal, shown }: Screen,
): Promise<void> {
  let before: readonly ServiceState[] = [];
  while (!stop.aborted) {
    const now = await look();
    const at = new Date().toLocaleTimeString('en-GB');
    if (isTerminal) say(`${CLEAR}${shown(now)}\n\n${at}, every ${intervalMs / 1_000} s, Ctrl-C ends it`);
    else for (const line of changes(before, now)) say(`${at} ${line}`);
    before = now;
    await delay(intervalMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** A line for each service that is otherwise than before; at first for all of them. */
function changes(before: readonly ServiceState[], now: readonly ServiceState[]): string[] {
  return now.flatMap(({ name, state, down }) => {
    const last = before.find((one) => one.name === name);
    if (last?.state === state && last.down === down) return [];
    return [`${name}: ${last ? `${last.state} -> ` : ''}${state}${down ? `: ${down}` : ''}`];
  });
}

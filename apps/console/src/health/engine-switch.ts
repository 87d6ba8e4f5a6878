// A switch of the engine that this page has asked for.
import type { BackendSwitchReply } from '@docmind/contracts';
import { signal } from '@preact/signals';
import { sendJson } from '../door/door.js';
import { lookAtOverview } from './overview.js';

export interface EngineSwitch {
  readonly to: string;
  readonly startedAt: number;
  /** Why the engine before it serves again. */
  readonly problem?: unknown;
  readonly isOver: boolean;
}

const EVERY_MS = 1_000;
export const engineSwitch = signal<EngineSwitch | undefined>(undefined);

/** Whoever comes next, or comes again, is not told of what is over. */
export function forgetOutcome(): void {
  if (engineSwitch.value?.isOver) engineSwitch.value = undefined;
}

/** It goes on where the page is left: what has become of it, the list of engines says. */
export async function switchEngine(name: string): Promise<void> {
  const begun = { to: name, startedAt: performance.now() };
  engineSwitch.value = { ...begun, isOver: false };
  const timer = setInterval(() => void lookAtOverview(), EVERY_MS);
  try {
    await sendJson<BackendSwitchReply>('POST', '/backends/switch', { name });
    engineSwitch.value = { ...begun, isOver: true };
  } catch (thrown) {
    engineSwitch.value = { ...begun, isOver: true, problem: thrown };
  } finally {
    clearInterval(timer);
    await lookAtOverview();
  }
}

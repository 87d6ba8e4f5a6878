import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a condition instead of sleeping for a guess; a condition that never comes fails the test by name. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, limitMs = 15_000): Promise<void> {
  const limit = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error(`waited ${limitMs} ms for ${what}`);
    await delay(5);
  }
}

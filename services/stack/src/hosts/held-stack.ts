import { join, resolve } from 'node:path';
import { hold, lockBeside } from '@docmind/sqlite';
import type { RunningStack } from './running-stack.js';

/**
 * One `docmind up` a data folder: a second one, on other ports, would write the same files and answer from them.
 * @throws AppError FAILED_PRECONDITION naming the folder and what holds it; whatever the start throws
 */
export async function startHolding(dataDir: string, shape: string, start: () => Promise<RunningStack>): Promise<RunningStack> {
  const held = hold({
    lock: lockBeside(join(dataDir, 'stack')),
    what: `The data folder ${resolve(dataDir)}`,
    holder: `a stack (${shape})`,
    instead: 'Use that stack (docmind status), end it, or give this one a folder of its own: --data-dir, or DOCMIND_DATA_DIR.',
    setting: 'DOCMIND_DATA_DIR',
  });
  try {
    const stack = await start();
    return { ...stack, close: () => stack.close().finally(() => held.release()) };
  } catch (error) {
    held.release();
    throw error;
  }
}

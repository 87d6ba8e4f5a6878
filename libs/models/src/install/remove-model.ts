import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import { idProblem } from '../catalogue/catalogue.schema.js';
import type { ModelStore } from '../store/model-store.js';
import { changeOwnEntries, ownEntries } from '../store/own-catalogue.js';
import { withPullLock } from '../store/pull-lock.js';

/**
 * Takes a model's files off the disk, and one that was added out of the list too. A program that has it open keeps it until it ends.
 * @throws AppError NOT_FOUND for an unknown model, FAILED_PRECONDITION where it isn't there, UNAVAILABLE while it is being pulled
 */
export async function removeModel({ id, store }: { readonly id: string; readonly store: ModelStore }): Promise<void> {
  const problem = idProblem(id);
  if (problem) throw new AppError('INVALID_ARGUMENT', `"${id}" is no model's name: it ${problem}`);
  // Also what a cancelled `add` left, which no list knows.
  const folder = join(store.dir, id);
  const isThere = existsSync(folder);
  if (!isThere) store.catalogue.get(id);
  const isAdded = ownEntries(store.dir).some((entry) => entry.id === id);
  if (!isThere && !isAdded) throw new AppError('FAILED_PRECONDITION', `The model ${id} is not installed, so there is nothing to remove`);
  if (isAdded) await changeOwnEntries(store.dir, (entries) => entries.filter((entry) => entry.id !== id));
  if (isThere) await removeFolder(folder, id);
}

function removeFolder(folder: string, id: string): Promise<void> {
  return withPullLock(join(folder, '.pull.lock'), id, async () => {
    // Out of sight at once: nobody finds half a model while a large one is deleted.
    const leaving = join(folder, '..', `.removed-${id}-${process.pid}`);
    await rename(folder, leaving);
    await rm(leaving, { recursive: true, force: true });
  });
}

import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import type { Replacement } from './replacement.js';

/** Files that are ready to take others' places, and what keeps those as they are meanwhile. */
export interface StagedFiles extends Replacement {
  /** Made under names that count for nobody yet: they go where it is not decided. */
  readonly discards?: readonly string[];
  readonly release: () => void;
}

/** Beside a file, and never taken for one of its kind. */
export function stagedName(path: string): string {
  return `${path}.rekeyed`;
}

export function stageText(path: string, text: string): StagedFiles {
  const staged = stagedName(path);
  rmSync(staged, { force: true });
  writeFileSync(staged, text, { mode: 0o600 });
  const handle = openSync(staged, 'r');
  fsyncSync(handle);
  closeSync(handle);
  return { renames: [{ from: staged, to: path }], removes: [], release: () => undefined };
}

/** One after another, all or none. */
export async function stageTogether(works: readonly (() => Promise<StagedFiles>)[]): Promise<StagedFiles> {
  const staged: StagedFiles[] = [];
  const all = (): StagedFiles => ({
    renames: staged.flatMap(({ renames }) => renames),
    removes: staged.flatMap(({ removes }) => removes),
    discards: staged.flatMap(({ discards }) => discards ?? []),
    release: () => staged.forEach(({ release }) => release()),
  });
  try {
    for (const work of works) staged.push(await work());
    return all();
  } catch (error) {
    discardStaged(all());
    throw error;
  }
}

/** What is there stays. */
export function discardStaged({ renames, discards = [], release }: StagedFiles): void {
  for (const path of [...renames.map(({ from }) => from), ...discards]) rmSync(path, { force: true });
  release();
}

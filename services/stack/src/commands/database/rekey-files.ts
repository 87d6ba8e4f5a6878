import { realpathSync } from 'node:fs';
import { decideReplacement, discardStaged, settleReplacement, type StagedFiles, stageText, stageTogether } from '@docmind/bootstrap';

export interface Rekeying {
  readonly dataDir: string;
  readonly newKey: string;
  /** Gets the new key, where one is given. */
  readonly keyFile?: string | undefined;
  /** Each makes files under the new key beside those that are there. */
  readonly works: readonly (() => Promise<StagedFiles>)[];
}

/** All files get the new key, or none. @returns how many */
export async function rekeyFiles({ dataDir, newKey, keyFile, works }: Rekeying): Promise<number> {
  const keyWork = keyFile === undefined ? [] : [() => Promise.resolve(stageText(realpathSync(keyFile), `${newKey}\n`))];
  const staged = await stageTogether([...works, ...keyWork]);
  try {
    decideReplacement(dataDir, staged);
  } catch (error) {
    discardStaged(staged);
    throw error;
  }
  settleReplacement(dataDir);
  staged.release();
  return staged.renames.length;
}

import { decideReplacement, settleReplacement } from '@docmind/bootstrap';
import { AppError } from '@docmind/errors';
import { type PersistenceConfig, withDatabaseCare } from '@docmind/persistence';
import { say } from '../terminal.js';

/** Those from before there was a key; the stack may run. */
export async function encryptPlainBackups(config: PersistenceConfig): Promise<void> {
  const bad: string[] = [];
  const onBad = (id: string, reason: string): void => {
    bad.push(id);
    say(`${id}: ${reason}`);
  };
  const staged = await withDatabaseCare(config, (care) => care.stageEncryptedBackups(onBad));
  decideReplacement(config.DOCMIND_DATA_DIR, staged);
  settleReplacement(config.DOCMIND_DATA_DIR);
  say(`${staged.renames.length} backups are encrypted now, each as it was at its last increment.`);
  if (bad.length > 0) throw new AppError('FAILED_PRECONDITION', `${bad.join(', ')} can't be read, so it stays as it is`);
}

export async function removePlainBackups(config: PersistenceConfig): Promise<void> {
  const removed = await withDatabaseCare(config, (care) => care.removePlainBackups());
  say(removed.length > 0 ? `Removed: ${removed.join(', ')}` : 'Every backup is encrypted.');
}

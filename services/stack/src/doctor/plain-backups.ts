import { withDatabaseCare } from '@docmind/persistence';
import type { StackConfig } from '../config/stack-config.js';
import type { Finding } from './finding.js';

/** With a key, backups from before it are the only readable copy of the data that is left. */
export async function plainBackupFindings({ persistence }: StackConfig): Promise<Finding[]> {
  if (persistence.DOCMIND_DB_KEY_FILE === undefined) return [];
  const plain = await withDatabaseCare(persistence, (care) => care.plainBackups()).catch(() => []);
  if (plain.length === 0) return [];
  const says =
    `${plain.map(({ id }) => id).join(', ')}: not encrypted, as they were made before there was a key: ` +
    'docmind backup --encrypt-old, or --remove-unencrypted';
  return [{ what: 'backups', verdict: 'note', says }];
}

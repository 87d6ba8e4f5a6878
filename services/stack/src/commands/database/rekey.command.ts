import { accessSync, constants, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataKey, readPassphrase } from '@docmind/bootstrap';
import { cacheDatabases } from '@docmind/cache';
import { AppError } from '@docmind/errors';
import { orchestratorDatabases, stageRekeyedUploads } from '@docmind/orchestrator';
import { withDatabaseCare } from '@docmind/persistence';
import { loadStackConfig } from '../../config/stack-config.js';
import { say } from '../terminal.js';
import { type CareOptions, sayBad } from './backup.command.js';
import { rekeyFiles } from './rekey-files.js';

export interface RekeyOptions extends CareOptions {
  readonly newKeyFile: string;
  /** The key's file is somebody else's to change, such as a secret of a container. */
  readonly keepKeyFile?: boolean;
}

/** Files that were moved aside. */
const ASIDE = /\.(?:damaged|old|replaced)-\d+$/;

/**
 * Gives every encrypted file of a stopped stack another key. All files are made anew beside those that are there; only then it is decided, and names
 * change. Killed before, the former key counts; after, the next start ends it.
 */
export async function rekey({ dataDir, newKeyFile, keepKeyFile = false }: RekeyOptions): Promise<void> {
  const config = loadStackConfig(dataDir === undefined ? {} : { DOCMIND_DATA_DIR: dataDir });
  const { DOCMIND_DATA_DIR: folder, DOCMIND_DB_KEY_FILE: keyFile } = config.common;
  const keys = { from: dataKey(config.common), to: readPassphrase(newKeyFile, '--new-key-file') };
  if (keys.from === keys.to) throw new AppError('INVALID_ARGUMENT', `${newKeyFile} holds the key that counts already`);
  const replaced = keepKeyFile ? undefined : keyFile;
  if (replaced !== undefined) assertReplaceable(replaced);

  const others = [...cacheDatabases(config.cache), ...orchestratorDatabases(config.orchestrator)];
  const works = [
    () => withDatabaseCare(config.persistence, (care) => care.stageRekeyed(keys.to, others, sayBad)),
    () => stageRekeyedUploads(join(folder, 'uploads'), keys.from, keys.to),
  ];
  const count = await rekeyFiles({ dataDir: folder, newKey: keys.to, keyFile: replaced, works });
  say(`${count} files have the new key.`);
  if (replaced === undefined) say(`From now on start with DOCMIND_DB_KEY_FILE=${newKeyFile}; with another key nothing starts.`);
  else say(`${replaced} holds it now: keep a copy elsewhere, and the former key as long as copies of backups are kept elsewhere.`);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) => ASIDE.test(one)))
    say(`Not changed, as it was moved aside: ${join(folder, name)}`);
}

function assertReplaceable(keyFile: string): void {
  try {
    accessSync(dirname(realpathSync(keyFile)), constants.W_OK);
  } catch (cause) {
    const what = `${keyFile} can't be replaced, as its folder can't be written: say --keep-key-file, and start with the new file afterwards`;
    throw new AppError('FAILED_PRECONDITION', what, { cause });
  }
}

import { basename, dirname, resolve } from 'node:path';
import { ConfigError, type ConfigFault, envList, environmentWith, loadConfig } from '@docmind/config';
import { DOCUMENT_PATH_FORM, isDocumentPath } from '@docmind/contracts';
import { z } from 'zod';

export const watchSettingsShape = {
  WATCH_FOLDERS: envList().describe('Folders that `docmind up` keeps in the stack: each becomes a folder of its own name there.'),
};

export interface FolderToWatch {
  readonly root: string;
  /** Its name, in the stack: two folders never take each other's documents. */
  readonly into: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError for two of one name, one below another, and one without a name */
export function foldersToWatch(environment: Environment = environmentWith({})): FolderToWatch[] {
  const { WATCH_FOLDERS } = loadConfig(z.object(watchSettingsShape), environment);
  const folders = WATCH_FOLDERS.map((given) => ({ root: resolve(given), into: basename(resolve(given)).normalize('NFC') }));
  const problems = folders.flatMap(({ root, into }, at) => problemsOf(root, into, folders.slice(0, at)));
  if (problems.length > 0) throw new ConfigError(problems.map((problem) => ({ variable: 'WATCH_FOLDERS', problem })));
  return folders;
}

/** What is wrong with them, and with the key where the doors ask for one. */
export function watchFaults(keysFile: string | undefined, environment: Environment = environmentWith({})): ConfigFault[] {
  try {
    if (foldersToWatch(environment).length === 0 || keysFile === undefined || environment.DOCMIND_API_KEY) return [];
    const problem = 'must be set for WATCH_FOLDERS: a key with the role ingest, whose tenant the documents will belong to';
    return [{ variable: 'DOCMIND_API_KEY', problem }];
  } catch (thrown) {
    if (thrown instanceof ConfigError) return [...thrown.faults];
    throw thrown;
  }
}

function problemsOf(root: string, into: string, others: readonly FolderToWatch[]): string[] {
  if (!isDocumentPath(into)) return [`${root} has no name that its documents could be known by: it ${DOCUMENT_PATH_FORM}`];
  const same = others.find((other) => other.into === into);
  if (same) return [`${same.root} and ${root} would both be "${into}" in the stack: give them different names`];
  const around = others.find((other) => holds(other.root, root) || holds(root, other.root));
  return around ? [`${root} and ${around.root} lie in each other: name the outer one only`] : [];
}

function holds(outer: string, inner: string): boolean {
  for (let folder = dirname(inner); folder !== dirname(folder); folder = dirname(folder)) if (folder === outer) return true;
  return false;
}

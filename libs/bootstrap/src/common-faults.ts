import { once } from 'node:events';
import { createServer } from 'node:net';
import { type ConfigFault, faultsOf, type SettingReader } from '@docmind/config';
import { AppError } from '@docmind/errors';
import { assertIsFolder } from './door/data-folder.js';
import { loadKeys } from './door/guard-door.js';
import type { CommonConfig } from './config/common-config.js';
import { dataKey } from './config/data-key.js';

const READERS: readonly SettingReader<CommonConfig>[] = [
  { variable: 'DOCMIND_HOST', read: ({ DOCMIND_HOST }) => assertBindable(DOCMIND_HOST) },
  { variable: 'DOCMIND_API_KEYS_FILE', read: loadKeys },
  { variable: 'DOCMIND_DB_KEY_FILE', read: dataKey },
  { variable: 'DOCMIND_DATA_DIR', read: ({ DOCMIND_DATA_DIR }) => assertIsFolder(DOCMIND_DATA_DIR) },
];

/** What is wrong with the settings that all services share; each start refuses them for it. */
export function commonFaults(config: CommonConfig): Promise<ConfigFault[]> {
  return faultsOf(config, READERS);
}

async function assertBindable(host: string): Promise<void> {
  const server = createServer().listen(0, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new AppError('FAILED_PRECONDITION', `${host} is no address of this machine (${code}); 127.0.0.1 is for callers here only`, {
      cause,
    });
  } finally {
    server.close();
  }
}

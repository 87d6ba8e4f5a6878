import { stat } from 'node:fs/promises';
import type { StackConfig } from '../config/stack-config.js';
import type { Finding } from './finding.js';

const OTHERS = 0o077;

/** Files that hold a secret and that others on this machine may read. One that isn't there is a fault of the settings. */
export async function secretFindings({ nats, inference, cache, persistence }: StackConfig): Promise<Finding[]> {
  const files = {
    NATS_PASSWORD_FILE: nats.NATS_PASSWORD_FILE,
    OPENAI_API_KEY_FILE: inference.OPENAI_API_KEY_FILE,
    GPTCACHE_DOWNLOAD_KEY_FILE: cache.GPTCACHE_DOWNLOAD_KEY_FILE,
    CACHE_UPSTREAM_API_KEY_FILE: cache.CACHE_UPSTREAM_API_KEY_FILE,
    DOCMIND_DB_KEY_FILE: persistence.DOCMIND_DB_KEY_FILE,
  };
  const found = await Promise.all(
    Object.entries(files).map(async ([variable, path]): Promise<Finding[]> => {
      const there = path === undefined ? undefined : await stat(path).catch(() => undefined);
      if (!there || (there.mode & OTHERS) === 0) return [];
      const mode = (there.mode & 0o777).toString(8);
      return [
        { what: variable, verdict: 'note', says: `${path} has mode ${mode}, so others on this machine may read it: chmod 600 ${path}` },
      ];
    }),
  );
  return found.flat();
}

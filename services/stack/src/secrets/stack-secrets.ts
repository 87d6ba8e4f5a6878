import { randomBytes } from 'node:crypto';
import { MESSAGING_SERVICES } from '@docmind/contracts';
import { natsSecrets } from './nats-secrets.js';

const password = () => randomBytes(24).toString('base64url');

type Files = Readonly<Record<string, string>>;

/**
 * Every secret of the compose file by its path, one folder a container, so that each is given its own only. A password that `found` knows stays
 * as it is; what is made of passwords (NATS's list of accounts, Redis's configuration) follows them and the version.
 */
export function stackSecrets(found: (path: string) => string | undefined): Files {
  const kept = (path: string) => found(path)?.trim() || password();
  const passwords = Object.fromEntries(MESSAGING_SERVICES.map((name) => [name, found(`${name}/nats_password`)?.trim() || undefined]));
  const { 'auth.conf': accounts = '', ...ofServices } = natsSecrets(passwords);
  const redis = kept('redis/redis_password');
  const qdrant = kept('qdrant/qdrant_api_key');
  const postgres = kept('postgres/postgres_password');
  const database = `postgres://docmind:${postgres}@postgres:5432/docmind`;
  return {
    ...Object.fromEntries(Object.entries(ofServices).map(([name, text]) => [`${name}/nats_password`, text])),
    'nats/auth.conf': accounts,
    'redis/redis_password': redis,
    'redis/redis_auth': `requirepass ${redis}`,
    'cache/redis_url': `redis://:${redis}@redis:6379`,
    'qdrant/qdrant_api_key': qdrant,
    'cache/qdrant_api_key': qdrant,
    'postgres/postgres_password': postgres,
    'persistence/database_url': database,
    'orchestrator/checkpoint_url': database,
    'grafana/grafana_password': kept('grafana/grafana_password'),
    // Hashes of keys; `docmind init key` adds one.
    'keys/api_keys': found('keys/api_keys') ?? '[]',
  };
}

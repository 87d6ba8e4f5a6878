// `npm run compose:secrets`: the passwords of the compose file, each made once and never shown; they stay out of the repository.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root, say } from '../steps/steps.mjs';

const password = () => randomBytes(24).toString('base64url');

/** A key and the entry of the keys file that recognises it, as libs/bootstrap reads it: an id and a hash of 192 random bits. */
function apiKey(tenant) {
  const id = randomBytes(6).toString('hex');
  const key = `dm_${id}_${password()}`;
  return { key, entry: { id, tenant, sha256: createHash('sha256').update(key).digest('hex'), createdAt: new Date().toISOString() } };
}

// One password often stands in two files: as the server and as its client want it. Such files are made together or not at all.
const groups = [
  () => {
    const value = password();
    return { nats_password: value, nats_auth: `authorization { user: docmind, password: "${value}" }` };
  },
  () => {
    const value = password();
    return { redis_password: value, redis_auth: `requirepass ${value}`, redis_url: `redis://:${value}@redis:6379` };
  },
  () => ({ grafana_password: password() }),
  () => ({ qdrant_api_key: password() }),
  () => {
    const { key, entry } = apiKey('default');
    return { api_key: key, 'keys/api_keys': JSON.stringify([entry], null, 2) };
  },
];

/** Writes what is missing below `dir`, whose files only their owner's processes and the containers reach. */
export function ensureSecrets(dir = join(root, 'deploy/secrets')) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  // A folder, because a container doesn't see a new file in the place of one that it was given by itself.
  mkdirSync(join(dir, 'keys'), { recursive: true, mode: 0o755 });
  for (const make of groups) {
    const files = Object.entries(make());
    if (files.every(([name]) => existsSync(join(dir, name)))) continue;
    // Readable inside a container under any user; on the host the folder itself is closed.
    for (const [name, text] of files) writeFileSync(join(dir, name), `${text}\n`, { mode: 0o644 });
    say(`made ${files.map(([name]) => name).join(', ')}`);
  }
}

if (isMain(import.meta.url)) {
  ensureSecrets(process.argv[2]);
  say('Secrets are in deploy/secrets. Clients send the key in deploy/secrets/api_key as "Authorization: Bearer <key>".');
}

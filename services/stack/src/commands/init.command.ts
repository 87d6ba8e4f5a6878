import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createApiKey } from '@docmind/bootstrap';
import { natsSecrets } from '../secrets/nats-secrets.js';
import { say } from './terminal.js';

const password = () => randomBytes(24).toString('base64url');

/** One password often stands in two files: as the server and as its client want it. Such files are made together or not at all. */
const GROUPS: readonly (() => Readonly<Record<string, string>>)[] = [
  () => Object.fromEntries(Object.entries(natsSecrets()).map(([name, text]) => [`nats/${name}`, text])),
  () => {
    const value = password();
    return { redis_password: value, redis_auth: `requirepass ${value}`, redis_url: `redis://:${value}@redis:6379` };
  },
  () => ({ grafana_password: password() }),
  () => ({ qdrant_api_key: password() }),
  () => {
    const { key, entry } = createApiKey('default');
    return { api_key: key, 'keys/api_keys': JSON.stringify([entry], null, 2) };
  },
];

/** Writes what is missing below the folder; only its owner's processes and the containers that are given a file reach it. */
export function init({ secrets }: { readonly secrets: string }): void {
  mkdirSync(secrets, { recursive: true, mode: 0o700 });
  for (const make of GROUPS) {
    const files = Object.entries(make());
    if (files.every(([name]) => existsSync(join(secrets, name)))) continue;
    for (const [name, text] of files) write(join(secrets, name), `${text.trimEnd()}\n`);
    say(`made ${files.map(([name]) => name).join(', ')}`);
  }
  say(`Secrets are in ${secrets}. Clients send the key in ${join(secrets, 'api_key')} as "Authorization: Bearer <key>".`);
}

/** Readable inside a container under any user; on the host the folder itself is closed. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  writeFileSync(path, text, { mode: 0o644 });
}

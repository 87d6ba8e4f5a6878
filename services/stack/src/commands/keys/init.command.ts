import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '@docmind/errors';
import { addKey, type NewKey } from './keys.command.js';
import { stackSecrets } from '../../secrets/stack-secrets.js';
import { say } from '../terminal.js';

interface InitOptions {
  readonly secrets: string;
}

/** Writes what is missing below the folder. A password that is there is never changed; what is said names files only. */
export function init({ secrets }: InitOptions): void {
  const found = (path: string) => (existsSync(join(secrets, path)) ? readFileSync(join(secrets, path), 'utf8') : undefined);
  const wanted = Object.entries(stackSecrets(found)).map(([path, text]) => ({ path, text: `${text.trimEnd()}\n` }));
  const written = wanted.filter(({ path, text }) => found(path) !== text);
  for (const { path, text } of written) write(join(secrets, path), text);
  say(written.length === 0 ? 'Every secret is there.' : `Made ${written.map(({ path }) => path).join(', ')}`);
  if (found('keys/api_keys')?.trim() === '[]') say('There is no API key yet: docker compose run --rm init key');
}

/** A key for the compose file's API door, shown once; running services know it within a second or two. */
export function initKey({ secrets, ...options }: InitOptions & Omit<NewKey, 'file'>): void {
  const file = join(secrets, 'keys/api_keys');
  if (!existsSync(file)) throw new AppError('FAILED_PRECONDITION', 'There are no secrets yet: docker compose up makes them');
  const { key, entry } = addKey(file, options);
  say(`Key ${entry.id} of tenant ${options.tenant}, shown this once (clients send it as "Authorization: Bearer <key>"):\n${key}`);
}

/** Readable inside a container under any user: the volume is closed on the host, and goes to one container. */
function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    writeFileSync(`${path}.new`, text, { mode: 0o644, flush: true });
    renameSync(`${path}.new`, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new AppError('FAILED_PRECONDITION', `${path} can't be written (${code}): name a folder with --secrets that this user may write`);
  }
}

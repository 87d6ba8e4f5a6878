import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MESSAGING_SERVICES, type MessagingService } from '@docmind/contracts';
import { natsAuthorization } from '@docmind/messaging';

const PASSWORD_BYTES = 24;

/** A password for each service, `known` or new, and, for the server, who may publish and hear what; names of files and their texts. */
export function natsSecrets(known: Readonly<Record<string, string | undefined>> = {}): Readonly<Record<string, string>> {
  const passwords = Object.fromEntries(
    MESSAGING_SERVICES.map((service) => [service, known[service] ?? randomBytes(PASSWORD_BYTES).toString('base64url')]),
  ) as Record<MessagingService, string>;
  return { ...passwords, 'auth.conf': natsAuthorization(passwords) };
}

/** New ones in a folder that only its owner enters. @returns the path of the server's configuration */
export function writeNatsSecrets(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(natsSecrets())) writeFileSync(join(folder, name), text, { mode: 0o600 });
  return join(folder, 'auth.conf');
}

export function natsPasswordFile(folder: string, service: MessagingService): string {
  return join(folder, service);
}

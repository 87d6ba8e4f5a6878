import type { NatsConfig } from './common-config.js';
import { readSecret } from './read-secret.js';

/** @throws AppError FAILED_PRECONDITION for a file that can't be read or holds nothing */
export function natsPassword({ NATS_PASSWORD_FILE }: NatsConfig): string | undefined {
  return NATS_PASSWORD_FILE === undefined ? undefined : readSecret(NATS_PASSWORD_FILE);
}

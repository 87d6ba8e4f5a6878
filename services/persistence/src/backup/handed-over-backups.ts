import { AppError } from '@docmind/errors';
import { Backups } from './backups.port.js';

/** Where the database is a server's own: what backs it up is its operator's. */
export class HandedOverBackups extends Backups {
  async list(): Promise<never> {
    throw handedOver();
  }

  async make(): Promise<never> {
    throw handedOver();
  }
}

export function handedOver(): AppError {
  const instead = 'it is backed up and put back by its own means (pg_dump and pg_restore, or its archive of the log)';
  return new AppError('FAILED_PRECONDITION', `There are no backups of ours while DATABASE_URL names a PostgreSQL: ${instead}`);
}

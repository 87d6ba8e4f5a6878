import { setTimeout as delay } from 'node:timers/promises';
import { toAppError } from '@docmind/errors';
import type { Logger } from '@nestjs/common';
import { PostgresDatabase } from './database/postgres-database.js';
import { migrate } from './schema/migrate.js';

/** Who starts both at once is not refused for who is ready first. */
const WAITS_MS = 20_000;
const ASKED_EVERY_MS = 500;

/**
 * Connects, and makes or updates the tables. A server that is away later is waited for by readiness.
 * @throws AppError FAILED_PRECONDITION that says what the database lacks; UNAVAILABLE when it can't be reached for a while
 */
export async function openPostgres(url: string, logger: Pick<Logger, 'log'>, waitsMs = WAITS_MS): Promise<PostgresDatabase> {
  const database = new PostgresDatabase(url);
  for (const until = Date.now() + waitsMs; ;) {
    try {
      const migrations = await migrate(database);
      if (migrations.length > 0) logger.log({ msg: 'the tables in PostgreSQL are up to date', migrations });
      return database;
    } catch (error) {
      if (toAppError(error).code !== 'UNAVAILABLE' || Date.now() > until) {
        await database.close();
        throw error;
      }
      await delay(ASKED_EVERY_MS);
    }
  }
}

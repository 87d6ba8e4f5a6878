import { join } from 'node:path';
import { assertIsFolder, assertIsNoFolder, commonConfigShape } from '@docmind/bootstrap';
import { AppError } from '@docmind/errors';
import { type ConfigFault, envBoolean, envInteger, envPort, envPostgresUrl, faultsOf } from '@docmind/config';
import { z } from 'zod';

const GIB = 1_024 ** 3;

export const persistenceConfigSchema = z.object({
  ...commonConfigShape,
  PERSISTENCE_PORT: envPort(8002).describe('Health, figures and backups.'),
  DATABASE_URL: envPostgresUrl()
    .optional()
    .describe('`postgres://USER:PASSWORD@HOST/DATABASE` with pgvector in place of the SQLite file, so that replicas share it.'),
  DOCMIND_DB_PATH: z.string().min(1).optional().describe('The database. Default: docmind.db below DOCMIND_DATA_DIR.'),
  DOCMIND_BACKUP_DIR: z
    .string()
    .min(1)
    .optional()
    .describe('Where backups lie; another disk is better. Default: backups below DOCMIND_DATA_DIR.'),
  BACKUP_INTERVAL_HOURS: envInteger({ min: 0, max: 720, default: 24 }).describe(
    'Between two whole backups; 0 makes none but those that are asked for.',
  ),
  BACKUP_INCREMENT_SECONDS: envInteger({ min: 1, max: 60, default: 30 }).describe(
    'Between two increments: what was written since the last one is what a lost disk costs.',
  ),
  BACKUP_KEEP_DAYS: envInteger({ min: 1, max: 3_650, default: 7 }).describe(
    'The newest backup of each of the last days is kept, and always the two newest.',
  ),
  DOCMIND_RESTORE_LATEST: envBoolean(false).describe(
    'A database that is damaged or gone is moved aside, and the newest good backup takes its place.',
  ),
  VECTOR_INDEX: z
    .enum(['sqlite-vec'], { error: "must be 'sqlite-vec', the only vector index of this version" })
    .default('sqlite-vec')
    .describe('Vectors lie in the same SQLite file as their chunks, so one transaction writes both.'),
  STAGING_MAX_AGE_SECONDS: envInteger({ min: 60, max: 604_800, default: 3_600 }).describe(
    'Uploads that were staged and never indexed are forgotten after this long.',
  ),
  ORIGINALS_MAX_BYTES: envInteger({ min: 0, max: 1_024 * GIB, default: 2 * GIB }).describe(
    'PDFs and pictures as they were uploaded, all together: beyond it the text alone of new ones is kept. 0 keeps none, and removes those that are there.',
  ),
  PERFORMANCE_LOG_RETENTION_DAYS: envInteger({ min: 1, max: 3_650, default: 30 }).describe('How long performance records are kept.'),
  PERFORMANCE_LOG_MAX_RECORDS: envInteger({ min: 1_000, max: 100_000_000, default: 1_000_000 }).describe(
    'The oldest records go beyond it.',
  ),
  CHAT_RETENTION_DAYS: envInteger({ min: 0, max: 36_500, default: 0 }).describe(
    'Sessions that nobody has used for longer are removed with their messages; 0 keeps them.',
  ),
  CHAT_MAX_MESSAGES: envInteger({ min: 0, max: 1_000_000_000, default: 0 }).describe(
    'Of all sessions together: beyond it those sessions go that were used longest ago; 0 keeps them.',
  ),
  HOUSEKEEPING_INTERVAL_MS: envInteger({ min: 1_000, max: 86_400_000, default: 600_000 }).describe('How often what is too old is removed.'),
  OUTBOX_RETRY_MAX_MS: envInteger({ min: 10, max: 600_000, default: 15_000 }).describe(
    'The longest pause between two attempts to tell the cache about a changed document.',
  ),
});
export type PersistenceConfig = z.infer<typeof persistenceConfigSchema>;

/** Injection token of the typed configuration. */
export const PERSISTENCE_CONFIG = Symbol('PERSISTENCE_CONFIG');

export function databaseFile(config: PersistenceConfig): string {
  return config.DOCMIND_DB_PATH ?? join(config.DOCMIND_DATA_DIR, 'docmind.db');
}

export function backupFolder(config: PersistenceConfig): string {
  return config.DOCMIND_BACKUP_DIR ?? join(config.DOCMIND_DATA_DIR, 'backups');
}

export function erasureJournalFile(config: PersistenceConfig): string {
  return join(config.DOCMIND_DATA_DIR, 'erasures.jsonl');
}

/** What is wrong with this service's own settings; its start refuses them for it. */
export function persistenceFaults(config: PersistenceConfig): Promise<ConfigFault[]> {
  if (config.DATABASE_URL !== undefined) {
    return faultsOf(config, [
      { variable: 'DOCMIND_DB_PATH', read: () => assertLeftOut(config.DOCMIND_DB_PATH !== undefined) },
      { variable: 'DOCMIND_RESTORE_LATEST', read: () => assertLeftOut(config.DOCMIND_RESTORE_LATEST) },
    ]);
  }
  return faultsOf(config, [
    { variable: 'DOCMIND_DB_PATH', read: () => assertIsNoFolder(databaseFile(config)) },
    { variable: 'DOCMIND_BACKUP_DIR', read: () => assertIsFolder(backupFolder(config)) },
  ]);
}

async function assertLeftOut(isSet: boolean): Promise<void> {
  if (isSet)
    throw new AppError('FAILED_PRECONDITION', 'is for the SQLite file, and DATABASE_URL names a PostgreSQL: leave out one of them');
}

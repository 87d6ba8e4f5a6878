import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { PostgresDatabase, type StatementLimits } from '../repositories/postgres/database/postgres-database.js';
import { PostgresDocumentStore } from '../repositories/postgres/postgres-document.store.js';
import { PostgresOutboxStore } from '../repositories/postgres/postgres-outbox.store.js';
import { PostgresPassageIndex } from '../repositories/postgres/postgres-passage.index.js';
import { PostgresVectorIndex } from '../repositories/postgres/postgres-vector.index.js';

/** A database of its own on the server, removed again when the test ends: the server may be somebody's. */
export async function ownDatabase(url: string, options = ''): Promise<string> {
  const name = `docmind_test_${randomUUID().replaceAll('-', '')}`;
  await rowsOf(url, `CREATE DATABASE ${name} TEMPLATE template0 ${options}`);
  onTestFinished(async () => void (await rowsOf(url, `DROP DATABASE ${name} WITH (FORCE)`)));
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

/** @returns how many rows the statement gave or wrote */
export async function rowsOf(url: string, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** Closed when the test ends. */
export function openTestPostgres(url: string, limits?: StatementLimits): PostgresDatabase {
  const database = new PostgresDatabase(url, limits);
  onTestFinished(() => database.close());
  return database;
}

/** Whether a statement with these words waits for a lock. */
export async function waiting(database: PostgresDatabase, words: string): Promise<boolean> {
  const statement = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() AND position($1 IN query) > 0`;
  return (await database.rows(statement, [words])).length > 0;
}

/** Tables without a row, as the first start makes them; to make a database anew for each test takes ten times as long. */
export async function emptied(database: PostgresDatabase): Promise<PostgresDatabase> {
  const kept = ['migrations', 'outbox_turn'];
  const tables = await database.rows<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'docmind' AND tablename <> ALL($1)`,
    [kept],
  );
  await database.run(`TRUNCATE ${tables.map(({ name }) => `docmind.${name}`).join(', ')} RESTART IDENTITY CASCADE`);
  await database.run(`UPDATE outbox_turn SET expires_at = 'epoch'`);
  return database;
}

export function postgresStoresOf(database: PostgresDatabase) {
  return {
    documents: new PostgresDocumentStore(database),
    passages: new PostgresPassageIndex(database),
    vectors: new PostgresVectorIndex(database),
    outbox: new PostgresOutboxStore(database),
  };
}

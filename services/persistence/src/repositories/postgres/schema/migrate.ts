import { AppError } from '@docmind/errors';
import type { PostgresDatabase } from '../database/postgres-database.js';
import { rowOf, type Sql } from '../database/sql.js';
import { type PostgresMigration, POSTGRES_MIGRATIONS } from './migrations.js';
import { faultsOfServer, SERVER_FACTS, type ServerFacts } from './server-facts.policy.js';

const OWN_TABLE = `CREATE TABLE IF NOT EXISTS docmind.migrations
  (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT UNIQUE NOT NULL, at TIMESTAMPTZ NOT NULL DEFAULT now())`;

/** One at a time: two replicas often start at once. */
const LOCK = 7_040_018;
/**
 * Makes the tables, or brings them up to date, in one transaction.
 * @returns the names of the migrations that were run
 * @throws AppError FAILED_PRECONDITION that says what the server lacks, or that the tables are of a newer version; nothing is changed then
 */
export async function migrate(database: PostgresDatabase, migrations = POSTGRES_MIGRATIONS): Promise<string[]> {
  return database.longTransaction((sql) => migrateIn(sql, migrations));
}

/** The same, taken back at its end: PostgreSQL's tables are made and changed within transactions, too. */
export async function tryMigrations(database: PostgresDatabase): Promise<void> {
  const tried = new Error('tried');
  const trial = database.longTransaction(async (sql) => {
    await migrateIn(sql, POSTGRES_MIGRATIONS);
    throw new AppError('CANCELLED', 'tried', { cause: tried });
  });
  await trial.catch((thrown: unknown) => {
    if (!(thrown instanceof AppError && thrown.cause === tried)) throw thrown;
  });
}

async function migrateIn(sql: Sql, migrations: readonly PostgresMigration[]): Promise<string[]> {
  await sql.rows('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  await assertUsable(sql);
  await sql.run('CREATE SCHEMA IF NOT EXISTS docmind');
  await sql.run('CREATE EXTENSION IF NOT EXISTS vector SCHEMA public');
  const pending = await pendingOf(sql, migrations);
  if (pending.length > 0) await sql.run(OWN_TABLE);
  for (const { name, statements } of pending) {
    for (const statement of statements) await sql.run(statement);
    await sql.run('INSERT INTO docmind.migrations (name) VALUES ($1)', [name]);
  }
  return pending.map(({ name }) => name);
}

/** What the tables lack of this version; nothing is changed. */
export async function pendingMigrations(database: PostgresDatabase): Promise<string[]> {
  return (await pendingOf(database, POSTGRES_MIGRATIONS)).map(({ name }) => name);
}

async function assertUsable(sql: Sql): Promise<void> {
  const [fault] = faultsOfServer(await factsOfServer(sql));
  if (fault !== undefined) throw refused(fault);
}

/** What the server says of itself and of the database. */
export async function factsOfServer(sql: Sql): Promise<ServerFacts> {
  return (await rowOf<ServerFacts>(sql, SERVER_FACTS)) as ServerFacts;
}

async function pendingOf(sql: Sql, migrations: readonly PostgresMigration[]): Promise<PostgresMigration[]> {
  const isMade = await rowOf<{ made: boolean }>(sql, `SELECT to_regclass('docmind.migrations') IS NOT NULL AS made`);
  const rows = isMade?.made ? await sql.rows<{ name: string }>('SELECT name FROM docmind.migrations ORDER BY id') : [];
  const applied = rows.map(({ name }) => name);
  const unknown = applied.filter((name) => !migrations.some((one) => one.name === name));
  if (unknown.length > 0) {
    const newest = migrations.at(-1)?.name;
    throw refused(
      `was written by a newer version: it knows ${unknown.join(', ')}, and this one ends at ${newest}. Nothing in it was changed`,
    );
  }
  return migrations.filter(({ name }) => !applied.includes(name));
}

function refused(what: string): AppError {
  return new AppError('FAILED_PRECONDITION', `The database of DATABASE_URL ${what}`);
}

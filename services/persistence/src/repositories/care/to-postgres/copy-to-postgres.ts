import { createHash, type Hash } from 'node:crypto';
import { AppError } from '@docmind/errors';
import type { SqliteConnection } from '@docmind/sqlite';
import { keptText } from '../../postgres/database/kept-text.js';
import { rowOf, type Sql } from '../../postgres/database/sql.js';
import { COPIED, type CopiedTable, GIVEN_IDS, MOMENTS, type Values, VECTORS } from './copied-tables.js';

const ROWS_AT_ONCE = 200;
const BYTES_AT_ONCE = 2_000_000;

/** All of a SQLite file's rows that PostgreSQL has a place for, within the transaction: each table is read back, counted and compared with what was sent. */
export async function copyToPostgres(from: SqliteConnection, to: Sql): Promise<Record<string, number>> {
  await to.run(`LOCK TABLE ${COPIED.map(({ name }) => `docmind.${name}`).join(', ')} IN SHARE ROW EXCLUSIVE MODE`);
  await assertEmpty(to);
  const counts: Record<string, number> = {};
  for (const table of COPIED) counts[table.name] = await copyTable(from, to, table);
  await goOnWithIds(from, to);
  return counts;
}

async function assertEmpty(to: Sql): Promise<void> {
  for (const { name } of [...COPIED, { name: 'staging' }]) {
    if (!(await rowOf(to, `SELECT 1 FROM docmind.${name} LIMIT 1`))) continue;
    const instead = 'name an empty database, or drop all that is in this one: psql "$DATABASE_URL" -c "DROP SCHEMA docmind CASCADE"';
    throw new AppError('FAILED_PRECONDITION', `The database of DATABASE_URL holds rows already (docmind.${name}): ${instead}`);
  }
}

async function copyTable(from: SqliteConnection, to: Sql, table: CopiedTable): Promise<number> {
  if (table === VECTORS && !from.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'chunks_vec'`).get()) return 0;
  const sent = new Digest(table);
  for (const rows of batchesOf(rowsOf(from, table))) {
    for (const row of rows) sent.add(row);
    const values = rows.flat();
    await to.run(insertOf(table, rows.length), values);
  }
  const found = await readBack(to, table);
  if (!found.equals(sent)) {
    const counted = `${sent.count} rows were sent and ${found.count} found`;
    throw new AppError('INTERNAL', `What PostgreSQL keeps of ${table.name} is not what was sent (${counted}); nothing was taken over`);
  }
  return sent.count;
}

function* rowsOf(from: SqliteConnection, { select, columns, values }: CopiedTable): Generator<unknown[]> {
  for (const row of from.prepare(select).raw().iterate() as IterableIterator<Values>)
    yield (values?.(row) ?? row).map((value, at) => kept(columns[at] ?? '', value));
}

/** As PostgreSQL keeps it: a moment has its zone. */
function kept(column: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (MOMENTS.has(column)) return new Date(value.includes('T') ? value : `${value.replace(' ', 'T')}Z`).toISOString();
  return keptText(value);
}

function* batchesOf(rows: Iterable<unknown[]>): Generator<unknown[][]> {
  let [batch, bytes]: [unknown[][], number] = [[], 0];
  for (const row of rows) {
    batch.push(row);
    bytes += row.reduce<number>((sum, value) => sum + (typeof value === 'string' || value instanceof Uint8Array ? value.length : 8), 0);
    if (batch.length < ROWS_AT_ONCE && bytes < BYTES_AT_ONCE) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

function insertOf({ name, columns, into }: CopiedTable, rows: number): string {
  const one = (row: number) =>
    columns.map((column, at) => into?.[column]?.(`$${row * columns.length + at + 1}`) ?? `$${row * columns.length + at + 1}`);
  const values = Array.from({ length: rows }, (_, row) => `(${one(row).join(', ')})`).join(', ');
  return `INSERT INTO docmind.${name} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE VALUES ${values}`;
}

async function readBack(to: Sql, table: CopiedTable): Promise<Digest> {
  const columns = table.columns.map((column) => (table.back && column in table.back ? (table.back[column] ?? 'NULL') : column));
  await to.run(
    `DECLARE taken CURSOR FOR SELECT ${columns.map((column, at) => `${column} AS c${at}`).join(', ')} FROM docmind.${table.name} ORDER BY ${table.key}`,
  );
  const found = new Digest(table);
  // Parts of originals are large: as many as one batch might be.
  for (;;) {
    const rows = await to.rows<Record<string, unknown>>('FETCH 50 FROM taken');
    for (const row of rows) found.add(Object.values(row));
    if (rows.length === 0) break;
  }
  await to.run('CLOSE taken');
  return found;
}

async function goOnWithIds(from: SqliteConnection, to: Sql): Promise<void> {
  const given = from.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').pluck();
  for (const name of GIVEN_IDS) {
    const most = given.get(name) as number | undefined;
    if (most !== undefined && most > 0) await to.rows(`SELECT setval(pg_get_serial_sequence('docmind.${name}', 'id'), $1)`, [most]);
  }
}

/** Of all rows, one after the other. */
class Digest {
  count = 0;
  private readonly hash: Hash = createHash('sha256');
  private text: string | undefined;

  constructor(private readonly table: CopiedTable) {}

  add(row: Values): void {
    const { columns, back } = this.table;
    const compared = row.map((value, at) =>
      back && (columns[at] ?? '') in back && back[columns[at] ?? ''] === undefined ? null : toText(value),
    );
    this.hash.update(`${JSON.stringify(compared)}\n`);
    this.count += 1;
  }

  equals(other: Digest): boolean {
    return this.count === other.count && this.hex() === other.hex();
  }

  private hex(): string {
    this.text ??= this.hash.digest('hex');
    return this.text;
  }
}

function toText(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

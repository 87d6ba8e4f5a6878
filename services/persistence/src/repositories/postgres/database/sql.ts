/** Where statements go: to the database, each for itself, or into a transaction. */
export interface Sql {
  rows<Row extends object>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
  /** @returns how many rows it wrote */
  run(statement: string, values?: readonly unknown[]): Promise<number>;
}

/** The one row of a statement that gives at most one. */
export async function rowOf<Row extends object>(sql: Sql, statement: string, values?: readonly unknown[]): Promise<Row | undefined> {
  return (await sql.rows<Row>(statement, values))[0];
}

/** Of whoever changes what is at the path. */
export function pathLine(tenant: string, path: string): readonly string[] {
  return ['path', tenant, path];
}

/** Waits for whoever holds it; let go with the transaction. */
export async function lock(sql: Sql, ...name: readonly string[]): Promise<void> {
  await sql.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [JSON.stringify(name)]);
}

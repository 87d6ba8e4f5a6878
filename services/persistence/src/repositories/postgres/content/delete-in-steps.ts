import type { Sql } from '../database/sql.js';

const AT_ONCE = 5_000;

/**
 * Each step a transaction of its own: no lock is held for long, and no statement comes near its time limit.
 * @param statement deletes at most $1 rows; the values are its $2 and so on
 * @returns how many went
 */
export async function deleteInSteps(
  sql: Pick<Sql, 'run'>,
  statement: string,
  values: readonly unknown[],
  atOnce = AT_ONCE,
): Promise<number> {
  for (let deleted = 0; ;) {
    const now = await sql.run(statement, [atOnce, ...values]);
    deleted += now;
    if (now < atOnce) return deleted;
  }
}

import { setImmediate as turn } from 'node:timers/promises';
import type { SqliteConnection } from '@docmind/sqlite';
import { FIRST_STEP, nextStep } from '../../../housekeeping/steps.policy.js';

/**
 * Deleting tens of thousands of rows at once is seconds in which nobody is answered: here others have their turn in between.
 * @param statement deletes at most `@step` rows
 * @param first rows of the first step
 * @returns how many went
 */
export async function deleteInSteps(
  connection: SqliteConnection,
  statement: string,
  values: Readonly<Record<string, unknown>>,
  first = FIRST_STEP,
): Promise<number> {
  const deletion = connection.prepare(statement);
  let deleted = 0;
  for (let step = first; ;) {
    const startedAt = performance.now();
    const { changes } = deletion.run({ ...values, step });
    deleted += changes;
    if (changes < step) return deleted;
    step = nextStep(step, performance.now() - startedAt);
    await turn();
  }
}

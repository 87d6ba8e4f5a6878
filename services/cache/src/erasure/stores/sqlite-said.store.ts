import { setImmediate as turn } from 'node:timers/promises';
import type { SqliteFile } from '@docmind/sqlite';
import { SaidStore } from '../rules/said-store.port.js';

const AT_ONCE = 500;
const OF_PAIRS = 'SELECT id FROM verdicts';
const OF_USERS = 'SELECT id FROM feedback WHERE tenant = @tenant';
const ASKED = 'IN (SELECT value FROM json_each(@questions))';

/** In the file of the answers. */
export class SqliteSaidStore extends SaidStore {
  constructor(private readonly file: SqliteFile) {
    super();
  }

  async forget(tenant: string, questions: readonly string[] | undefined): Promise<void> {
    if (questions === undefined) {
      await this.deleteAll('verdicts', OF_PAIRS, {});
      await this.deleteAll('feedback', OF_USERS, { tenant });
    } else if (questions.length > 0) {
      const values = { tenant, questions: JSON.stringify(questions) };
      await this.deleteAll('verdicts', `${OF_PAIRS} WHERE asked ${ASKED} OR stored ${ASKED}`, { questions: values.questions });
      await this.deleteAll('feedback', `${OF_USERS} AND question ${ASKED}`, values);
    }
  }

  scrub(): Promise<void> {
    return this.file.scrub();
  }

  private async deleteAll(table: string, ids: string, values: Record<string, string>): Promise<void> {
    const some = `DELETE FROM ${table} WHERE id IN (${ids} LIMIT ${AT_ONCE})`;
    let deleted: number;
    do {
      deleted = await this.file.runPatiently(() => this.file.statement(some).run(values).changes);
      await turn();
    } while (deleted > 0);
  }
}

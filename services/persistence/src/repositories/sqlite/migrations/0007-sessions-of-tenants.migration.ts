import type { MigrationInterface, QueryRunner } from 'typeorm';

const REFERRING = ['chat_history', 'answered_requests'];

/** A session's id is its tenant's own: it is kept behind the tenant's name, so that two tenants may choose the same. */
export class SessionsOfTenants1764148000000 implements MigrationInterface {
  readonly name = 'SessionsOfTenants1764148000000';

  async up(runner: QueryRunner): Promise<void> {
    // For the transaction that a migration is: until its end the rows may refer to ids that are not there yet.
    await runner.query('PRAGMA defer_foreign_keys = ON');
    for (const table of REFERRING) {
      await runner.query(
        `UPDATE ${table} SET session_id = (SELECT tenant FROM sessions WHERE sessions.id = ${table}.session_id) || '/' || session_id`,
      );
    }
    await runner.query(`UPDATE sessions SET id = tenant || '/' || id`);
  }

  /** Where two tenants have chosen the same id, there is no way back. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('PRAGMA defer_foreign_keys = ON');
    for (const table of REFERRING) {
      await runner.query(`UPDATE ${table} SET session_id = substr(session_id, instr(session_id, '/') + 1)`);
    }
    await runner.query(`UPDATE sessions SET id = substr(id, instr(id, '/') + 1)`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A request that comes again adds its turn to the session once. */
export class AnsweredRequests1764144000000 implements MigrationInterface {
  readonly name = 'AnsweredRequests1764144000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE answered_requests (
      session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
      request_id TEXT NOT NULL,
      message_ids TEXT NOT NULL,
      PRIMARY KEY (session_id, request_id)
    ) WITHOUT ROWID`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE answered_requests`);
  }
}
